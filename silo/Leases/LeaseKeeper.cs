using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Leases;

/// <summary>
/// Asks for the lease of one realm instance until this process has it, renews it, and lets the work under it run exactly as long. A process that cannot renew stops the
/// work before the lease runs out; one that was frozen stops it when it wakes.
/// </summary>
/// <param name="work">Runs until its token is cancelled and returns when everything has stopped.</param>
public sealed partial class LeaseKeeper(
    string instance, string owner, ILeaseTable table, LeaseTimes times, TimeProvider time,
    Func<Lease, LeaseTerm, CancellationToken, Task> work, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public void Start() => running = Task.Run(Run);

    /// <summary>Stops the work and gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            var term = new LeaseTerm(time, times);
            if (await TryTake(term) is { } lease) await Hold(lease, term);
            await Task.Delay(times.AskEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Lease?> TryTake(LeaseTerm term)
    {
        try
        {
            var requestedAt = time.GetTimestamp();
            var lease = await table.TryTake(instance, owner, times.Period);
            if (lease is not null) term.Granted(requestedAt);
            return lease;
        }
        catch (Exception failure)
        {
            LogNotAsked(instance, failure.Message);
            return null;
        }
    }

    private async Task Hold(Lease lease, LeaseTerm term)
    {
        LogTaken(instance, lease.Fence);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var working = Task.Run(() => work(lease, term, over.Token), CancellationToken.None);
        while (!over.IsCancellationRequested && !working.IsCompleted)
        {
            await Task.WhenAny(Task.Delay(times.RenewEvery, time, over.Token), working);
            if (over.IsCancellationRequested || working.IsCompleted || await Renewed(lease, term)) continue;
            LogLost(instance, lease.Fence);
            await over.CancelAsync();
        }
        if (!stopping.IsCancellationRequested) term.End(); // a graceful stop drains while the lease still stands
        await Finished(working);
        term.End();
        await GiveBack(lease);
    }

    /// <summary>Whether the lease still stands: a renewal that fails is tried again while there is time.</summary>
    private async Task<bool> Renewed(Lease lease, LeaseTerm term)
    {
        while (term.MayGoOn)
        {
            try
            {
                var requestedAt = time.GetTimestamp();
                if (!await table.Renew(lease, times.Period).AsTask().WaitAsync(term.Left, time)) return false;
                term.Granted(requestedAt);
                return true;
            }
            catch (Exception failure)
            {
                LogNotRenewed(instance, failure.Message);
                var pause = term.Left < times.AskEvery ? term.Left : times.AskEvery;
                if (pause > TimeSpan.Zero) await Task.Delay(pause, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return false;
    }

    private async Task Finished(Task working)
    {
        try
        {
            await working;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogStumbled(failure, instance);
        }
        catch (OperationCanceledException)
        {
            // asked for
        }
    }

    private async Task GiveBack(Lease lease)
    {
        try
        {
            await table.Release(lease);
        }
        catch (Exception failure)
        {
            LogNotAsked(instance, failure.Message); // it runs out by itself
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "this silo runs {Instance} under lease {Fence}")]
    private partial void LogTaken(string instance, long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the lease {Fence} of {Instance} was lost; what ran under it stops")]
    private partial void LogLost(string instance, long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the lease of {Instance} could not be renewed yet: {Reason}")]
    private partial void LogNotRenewed(string instance, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the lease of {Instance} could not be asked for: {Reason}")]
    private partial void LogNotAsked(string instance, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "running {Instance} failed; its lease is given back")]
    private partial void LogStumbled(Exception failure, string instance);
}
