using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Deadlines;

/// <summary>
/// Fires the deadlines of one realm instance, each once: woken when an earlier one is armed, with a poll as the net. While the realm is paused it waits;
/// a step fires what is due itself.
/// </summary>
public sealed class DueLoop(
    string instance, IDueTable table, IFollowerTable parkedTable, IStreamDoor door, RealmKeys keys, RealmClock clock, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>Rows taken at a time.</summary>
    private const int DueRowsMax = 1_000;

    /// <summary>Deadlines of different streams in flight.</summary>
    private const int InFlightMax = 64;

    /// <summary>The stable part of the name under which a deadline that keeps failing is set aside.</summary>
    private const string ParkedName = "deadline";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly HashSet<CommandId> parked = [];
    private long earliestTicks = long.MaxValue;
    private Task running = Task.CompletedTask;

    /// <summary>Deadlines set aside because their stream would not take them.</summary>
    public int Parked
    {
        get
        {
            lock (parked) return parked.Count;
        }
    }

    /// <summary>How long the earliest deadline is overdue; zero when none is.</summary>
    public TimeSpan Lag
    {
        get
        {
            var earliest = Volatile.Read(ref earliestTicks);
            var late = earliest == long.MaxValue ? TimeSpan.Zero : clock.Unheld - new DateTimeOffset(earliest, TimeSpan.Zero);
            return late > TimeSpan.Zero ? late : TimeSpan.Zero;
        }
    }

    public async Task Start()
    {
        table.Armed += Armed;
        clock.Set += Wake;
        await LookUpEarliest();
        running = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        table.Armed -= Armed;
        clock.Set -= Wake;
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    /// <summary>The rows due at or before the instant that are not set aside, in the order of contract §6.</summary>
    public async Task<IReadOnlyList<DueRow>> DueBy(DateTimeOffset instant)
    {
        var rows = await table.ReadDue(instance, instant, DueRowsMax + Parked);
        lock (parked)
        {
            return [.. rows.Where(row => parked.Count == 0 || !parked.Contains(IdOf(row)))
                .OrderBy(row => row.Deadline.DueAt).ThenBy(row => row.Partition).ThenBy(row => row.Stream, StringComparer.Ordinal)
                .ThenBy(row => row.Deadline.Kind, StringComparer.Ordinal).ThenBy(row => row.Deadline.SubjectId, StringComparer.Ordinal)];
        }
    }

    /// <summary>Fires one deadline; returns when its stream has taken it or it was set aside.</summary>
    public async Task Fire(DueRow row)
    {
        var target = new StreamId(instance, row.Partition, row.Stream);
        var (kind, _) = await door.Send(target, new()
        {
            Id = IdOf(row),
            Cause = $"{row.Stream}@{row.Deadline.ArmedBy}",
            TieRank = TieRank.Deadline,
            At = clock.IsLive ? null : row.Deadline.DueAt,
            RememberAlways = true,
        }, new DisputeDeadlinePassed(row.Deadline.Kind, row.Deadline.DueAt));
        if (clock.IsPaused) await LookUpEarliest(); // a step fires by itself: let the clock pass what has fired
        if (kind == AnswerKind.Done || !await table.StillThere(instance, row)) return;
        log.LogError("a deadline in {Instance} was answered and is still in the table; it is set aside", instance);
        await Park(row, kind.ToString());
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Wait();
                if (clock.IsPaused || clock.Unheld.UtcTicks < Volatile.Read(ref earliestTicks)) continue;
                await FireAll(await DueBy(clock.Unheld));
                await LookUpEarliest();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning(failure, "deadlines of {Instance} could not be fired and are tried again", instance);
                await Task.Delay(Poll, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task FireAll(IReadOnlyList<DueRow> rows) => Parallel.ForEachAsync(
        rows.GroupBy(row => (row.Partition, row.Stream)),
        new ParallelOptions { MaxDegreeOfParallelism = InFlightMax, CancellationToken = stopping.Token },
        async (stream, _) =>
        {
            foreach (var row in stream) await Fire(row);
        });

    private async Task Wait()
    {
        var earliest = Volatile.Read(ref earliestTicks);
        var until = earliest == long.MaxValue ? null : clock.RealTimeUntil(new(earliest, TimeSpan.Zero));
        var pause = until is { } soon && soon < Poll ? soon : Poll;
        if (pause > TimeSpan.Zero) await woken.WaitAsync(pause, stopping.Token);
    }

    private async Task LookUpEarliest()
    {
        Volatile.Write(ref earliestTicks, long.MaxValue);
        DateTimeOffset? earliest;
        if (Parked == 0)
        {
            earliest = await table.Earliest(instance);
        }
        else
        {
            var rows = await DueBy(DateTimeOffset.MaxValue);
            earliest = rows.Count == 0 ? null : rows[0].Deadline.DueAt;
        }
        if (earliest is { } instant) Lower(instant);
        clock.HoldForDeadline(Volatile.Read(ref earliestTicks) is var ticks and not long.MaxValue ? new(ticks, TimeSpan.Zero) : null);
    }

    private void Armed(string where, DateTimeOffset dueAt)
    {
        if (where != instance || !Lower(dueAt)) return;
        clock.HoldForDeadline(dueAt);
        Wake();
    }

    private bool Lower(DateTimeOffset dueAt)
    {
        for (var seen = Volatile.Read(ref earliestTicks); dueAt.UtcTicks < seen; seen = Volatile.Read(ref earliestTicks))
        {
            if (Interlocked.CompareExchange(ref earliestTicks, dueAt.UtcTicks, seen) == seen) return true;
        }
        return false;
    }

    private void Wake()
    {
        if (woken.CurrentCount == 0)
        {
            try
            {
                woken.Release();
            }
            catch (SemaphoreFullException)
            {
                // somebody else woke it
            }
        }
    }

    private async Task Park(DueRow row, string error)
    {
        lock (parked) parked.Add(IdOf(row));
        await parkedTable.Park(instance, new(row.Partition, row.Stream, $"{row.Stream}@{row.Deadline.ArmedBy}", $"{ParkedName}-{row.Deadline.Kind}", 0, 1, error));
    }

    private CommandId IdOf(DueRow row) => keys.DeadlineCommand(row.Partition, row.Stream, row.Deadline);
}
