using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Clustering;

/// <summary>
/// A web node's connection to the silos. It is made behind the node's back and again whenever it is lost: a node without silos still shows its boards and says what is missing.
/// </summary>
internal sealed partial class SiloLink(IServiceProvider services, SharedInstances instances, TimeProvider time, ILogger<SiloLink> log)
    : BackgroundService, IClusterConnectionStatusObserver, IClientConnectionRetryFilter, IPartsOfService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    private volatile int gateways;
    private volatile bool isStarted;

    public bool IsUp => isStarted && gateways > 0;

    /// <summary>Silos were found once; before that Orleans does not know what grains there are.</summary>
    public bool HasBeenUp => isStarted;

    public bool TakesCommands => isStarted;

    public IReadOnlyList<string> Missing => (instances.StoreAnswers, IsUp) switch
    {
        (true, true) => [],
        (true, false) => ["silos"],
        (false, true) => ["store"],
        _ => ["store", "silos"],
    };

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) => gateways = currentNumberOfGateways;

    public void NotifyClusterConnectionLost() => LogLost();

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        await Task.Delay(TryAgainAfter, time, cancellationToken);
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (isStarted) await Client.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Client.StartAsync(stoppingToken);
            isStarted = true;
            LogFound();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopped before there was a silo
        }
    }

    /// <summary>Orleans would start it with the host, and hold the host back until there is a silo.</summary>
    private IHostedService Client => (IHostedService)services.GetRequiredService<IClusterClient>();

    [LoggerMessage(Level = LogLevel.Information, Message = "connected to the silos")]
    private partial void LogFound();

    [LoggerMessage(Level = LogLevel.Warning, Message = "no silo can be reached; commands are answered 503 until one is back")]
    private partial void LogLost();
}
