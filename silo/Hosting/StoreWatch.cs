using GridActors.Silo.Folder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Hosting;

/// <summary>Ends the process when another one has come to hold its database.</summary>
internal sealed partial class StoreWatch(IDistrictStore store, IHostApplicationLifetime life, ILogger<StoreWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            LogLost(await store.Lost.WaitAsync(stoppingToken));
            life.StopApplication();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // an ordinary stop
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "the database server went away and another process holds the district now, so this one stops. {Reason}")]
    private partial void LogLost(string reason);
}
