using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// Tells the other processes, after a commit and never as part of it, that a partition's head has moved, and hears it from them. What is told is a hint: whoever
/// hears it looks into the database, and a poll is the net below. Whoever may connect to the database hears notices too, so none says a partition or a position: that of the
/// sealed one would tell how many sealed cases there are.
/// </summary>
internal sealed partial class HeadNotices : IAsyncDisposable
{
    private const string Channel = "gridactors_heads";

    /// <summary>Between two notices of this process; what happens meanwhile is told in one.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Until a lost connection is tried again.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource pool;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Action<string> heard;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, bool> untold = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly Task telling, listening;
    private int ownSession;

    public HeadNotices(NpgsqlDataSource pool, TimeProvider time, ILogger log, Action<string> heard)
    {
        (this.pool, this.time, this.log, this.heard) = (pool, time, log, heard);
        (telling, listening) = (Task.Run(TellUntilStopped), Task.Run(ListenUntilStopped));
    }

    /// <summary>A head of the instance has moved; the others hear it soon.</summary>
    public void Tell(string instance)
    {
        untold[instance] = true;
        if (news.CurrentCount > 0) return;
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // somebody else has just rung
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(telling, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        news.Dispose();
    }

    private async Task TellUntilStopped()
    {
        while (!stopping.IsCancellationRequested)
        {
            await news.WaitAsync(stopping.Token);
            var told = new List<string>();
            foreach (var instance in untold.Keys)
                if (untold.TryRemove(instance, out _)) told.Add(instance);
            try
            {
                await using var connection = await pool.OpenConnectionAsync(stopping.Token);
                Volatile.Write(ref ownSession, connection.ProcessID);
                await using var tell = new NpgsqlCommand($"SELECT pg_notify('{Channel}', told) FROM unnest($1) AS told", connection);
                tell.Parameters.Add(new() { Value = told });
                await tell.ExecuteNonQueryAsync(stopping.Token);
            }
            catch (NpgsqlException failure)
            {
                LogUntold(failure.Message); // their poll finds it
            }
            await Task.Delay(TellEvery, time, stopping.Token);
        }
    }

    private async Task ListenUntilStopped()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await pool.OpenConnectionAsync(stopping.Token);
                connection.Notification += (_, notice) =>
                {
                    if (notice.PID != Volatile.Read(ref ownSession)) heard(notice.Payload); // what we wrote ourselves we know
                };
                await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(stopping.Token);
                while (true) await connection.WaitAsync(stopping.Token);
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                LogDeaf(failure.Message);
            }
            await Task.Delay(RetryEvery, time, stopping.Token);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "other processes were not told of new entries: {Reason}")]
    private partial void LogUntold(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the connection that hears of other processes' entries is lost: {Reason}. The poll goes on.")]
    private partial void LogDeaf(string reason);
}
