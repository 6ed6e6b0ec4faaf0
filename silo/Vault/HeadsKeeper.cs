using GridActors.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Vault;

/// <summary>
/// Keeps the record of last heads fresh while the service runs, and logs the open partition's head hourly and at stop, so that a cut journal can be told from
/// outside (<c>journal verify --expect</c>). Register it behind the journal: it stops before the journal does.
/// </summary>
/// <param name="instances">The instances whose journals are open now.</param>
public sealed partial class HeadsKeeper(HeadsLog heads, IJournal journal, Func<IEnumerable<string>> instances, TimeProvider time, ILogger<HeadsKeeper> log) : BackgroundService
{
    /// <summary>How much of a journal's end could be cut unnoticed after a crash.</summary>
    public static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan LogInterval = TimeSpan.FromHours(1);

    /// <summary>Notes every head and saves the record.</summary>
    public void Save()
    {
        foreach (var instance in instances())
            foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed])
                heads.Note(instance, partition, journal.Head(instance, partition));
        heads.Save();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        SaveOrSay();
        LogOpenHeads();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lastLogged = time.GetTimestamp();
        using PeriodicTimer timer = new(SaveInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                SaveOrSay();
                if (time.GetElapsedTime(lastLogged) < LogInterval) continue;
                lastLogged = time.GetTimestamp();
                LogOpenHeads();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the last turn is StopAsync's: a service that stops at once may never have come here
        }
    }

    /// <summary>A full disk must not stop the service; the record is written at the next turn.</summary>
    private void SaveOrSay()
    {
        try
        {
            Save();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InstanceClosedException)
        {
            LogSaveFailed(failed.Message);
        }
    }

    private void LogOpenHeads()
    {
        foreach (var instance in instances())
        {
            try
            {
                var head = journal.Head(instance, Partition.Open);
                LogHead(instance, head.Position, Convert.ToHexStringLower(head.Hash.Span));
            }
            catch (InstanceClosedException)
            {
                // dropped at this very moment; there is no head left to tell
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the open partition of {Instance} stands at {Position}:{Hash}")]
    private partial void LogHead(string instance, long position, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the record of last heads could not be written: {Reason}")]
    private partial void LogSaveFailed(string reason);
}
