using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Following;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Deadlines;

/// <summary>
/// Fires the deadlines of one realm instance, each once: woken when an earlier one is armed, with a poll as the net. While the realm is paused it waits;
/// a step fires what is due itself.
/// </summary>
public sealed class DueLoop(
    string instance, IDueTable table, IFollowerTable parkedTable, IStreamDoor door, RealmKeys keys, RealmClock clock, TimeProvider time, ILogger log,
    bool othersArm = false) : IAsyncDisposable
{
    /// <summary>Rows taken at a time.</summary>
    private const int DueRowsMax = 1_000;

    /// <summary>Deadlines of different streams in flight.</summary>
    private const int InFlightMax = 64;

    /// <summary>Tries before a deadline counts as poisoned; a store that is away does not count.</summary>
    private const int TriesMax = 3;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim woken = new(0, 1), turn = new(1);
    private readonly Dictionary<CommandId, Partition> parked = [];
    private readonly HashSet<(Partition, string Target, string Cause, string Name)> retried = [];
    private readonly Lock gate = new();
    private DateTimeOffset earliest = DateTimeOffset.MaxValue, armedMeanwhile = DateTimeOffset.MaxValue;
    private DateTimeOffset? overdueSince;
    private long lookedUpAt;
    private Task running = Task.CompletedTask;

    /// <summary>How long the open partition's earliest deadline is overdue, in realm time; zero when none is.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (gate) return overdueSince is { } since && clock.Unheld is var now && now > since ? now - since : TimeSpan.Zero;
        }
    }

    /// <summary>Deadlines of a partition set aside because their stream would not take them.</summary>
    public int ParkedOf(Partition partition)
    {
        lock (parked) return parked.Count(pair => pair.Value == partition);
    }

    public async Task Start()
    {
        await ForgetParked();
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
    }

    /// <summary>Holds the loop's own firing back until the answer is disposed: a step fires by itself.</summary>
    internal async Task<IDisposable> TakeTurn()
    {
        await turn.WaitAsync(stopping.Token);
        return new Turn(turn);
    }

    /// <summary>The rows due at or before the instant that are not set aside, in the order of contract §6.</summary>
    public async Task<IReadOnlyList<DueRow>> DueBy(DateTimeOffset instant)
    {
        int aside;
        lock (parked) aside = parked.Count;
        var rows = await table.ReadDue(instance, instant, DueRowsMax + aside);
        lock (parked)
        {
            return [.. rows.Where(row => parked.Count == 0 || !parked.ContainsKey(IdOf(row)))
                .OrderBy(row => row.Deadline.DueAt).ThenBy(row => row.Partition).ThenBy(row => row.Stream, StringComparer.Ordinal)
                .ThenBy(row => row.Deadline.Kind, StringComparer.Ordinal).ThenBy(row => row.Deadline.SubjectId, StringComparer.Ordinal)];
        }
    }

    /// <summary>Fires one deadline; returns when its stream has taken it or it was set aside.</summary>
    /// <exception cref="JournalUnavailableException">The store is away; fire it again later.</exception>
    public async Task Fire(DueRow row)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Tell(row);
                return;
            }
            catch (InstanceClosedException)
            {
                return; // the world is gone
            }
            catch (Exception failure) when (!Outage.Is(failure) && tries < TriesMax)
            {
                LogOf(row).LogWarning(failure, "a deadline in {Instance} failed and is tried again", instance);
                await Task.Delay(PauseBetweenTries, time, stopping.Token);
            }
            catch (Exception failure) when (!Outage.Is(failure))
            {
                LogOf(row).LogError(failure, "a deadline in {Instance} keeps failing and is set aside", instance);
                await Park(row, tries, failure.GetType().Name);
                return;
            }
        }
    }

    /// <summary>Fires everything that was set aside once more; answers how many were.</summary>
    public async Task<int> RetryParked()
    {
        var aside = await ForgetParked();
        await LookUpEarliest();
        Wake();
        return aside;
    }

    /// <summary>Looks where the earliest deadline stands, and holds the clock there.</summary>
    public async Task LookUpEarliest()
    {
        bool anyAside;
        lookedUpAt = time.GetTimestamp();
        lock (gate) armedMeanwhile = DateTimeOffset.MaxValue;
        lock (parked) anyAside = parked.Count > 0;
        DateTimeOffset? found;
        if (anyAside) found = await DueBy(DateTimeOffset.MaxValue) is [var first, ..] ? first.Deadline.DueAt : null;
        else found = await table.Earliest(instance);
        lock (gate)
        {
            SetEarliest(found is { } instant && instant < armedMeanwhile ? instant : armedMeanwhile);
            if (earliest > clock.Unheld) overdueSince = null;
        }
    }

    private async Task Tell(DueRow row)
    {
        var target = new StreamId(instance, row.Partition, row.Stream);
        var envelope = PassedDeadlines.Envelope(target, row.Deadline, keys, atItsInstant: !clock.IsLive && !IsRetried(row));
        var (kind, _) = await door.Send(target, envelope, PassedDeadlines.Command(target, row.Deadline));
        if (kind == AnswerKind.Done || !await table.StillThere(instance, row))
        {
            lock (parked) retried.Remove(AsideKey(row));
            return;
        }
        LogOf(row).LogError("a deadline in {Instance} was answered and is still in the table; it is set aside", instance);
        await Park(row, 1, kind.ToString());
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Wait();
                using (await TakeTurn())
                {
                    if (othersArm && time.GetElapsedTime(lookedUpAt) >= Poll) await LookUpEarliest(); // other silos tell nobody here what they arm
                    if (clock.IsPaused || clock.Unheld < Earliest()) continue;
                    var rows = await DueBy(clock.Unheld);
                    lock (gate) overdueSince = rows.Where(row => row.Partition == Partition.Open).Select(row => (DateTimeOffset?)row.Deadline.DueAt).FirstOrDefault();
                    await FireAll(rows);
                    await LookUpEarliest();
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
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
        var next = Earliest();
        var until = next == DateTimeOffset.MaxValue || clock.IsPaused ? null : clock.RealTimeUntil(next);
        var pause = until is { } soon && soon < Poll ? soon : Poll;
        if (pause > TimeSpan.Zero) await woken.WaitAsync(pause, stopping.Token);
    }

    private DateTimeOffset Earliest()
    {
        lock (gate) return earliest;
    }

    private void Armed(string where, DateTimeOffset dueAt)
    {
        if (where != instance) return;
        lock (gate)
        {
            if (dueAt < armedMeanwhile) armedMeanwhile = dueAt;
            if (dueAt >= earliest) return;
            SetEarliest(dueAt);
        }
        Wake();
    }

    private void SetEarliest(DateTimeOffset instant)
    {
        earliest = instant;
        clock.HoldForDeadline(instant == DateTimeOffset.MaxValue ? null : instant);
    }

    private void Wake()
    {
        if (woken.CurrentCount > 0) return;
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // somebody else woke it
        }
    }

    private async Task Park(DueRow row, int tries, string error)
    {
        lock (parked) parked[IdOf(row)] = row.Partition;
        var (partition, target, cause, name) = AsideKey(row);
        await parkedTable.Park(instance, new(partition, target, cause, name, 0, tries, error));
    }

    /// <summary>What was set aside no longer holds the clock, so it happens when it is taken up, not when it was due.</summary>
    private bool IsRetried(DueRow row)
    {
        lock (parked) return retried.Contains(AsideKey(row));
    }

    private static (Partition, string Target, string Cause, string Name) AsideKey(DueRow row) =>
        (row.Partition, row.Stream, $"{row.Stream}@{row.Deadline.ArmedBy}", ParkedNames.Deadline(row.Deadline.Kind));

    /// <summary>What was set aside is fired again: its row in the <c>due</c> table never left.</summary>
    private async Task<int> ForgetParked()
    {
        var aside = 0;
        foreach (var partition in Enum.GetValues<Partition>())
        {
            foreach (var row in (await parkedTable.ReadParked(instance, partition)).Where(ParkedNames.IsDeadline))
            {
                lock (parked) retried.Add((row.Partition, row.Target, row.Cause, row.Name));
                await parkedTable.Unpark(instance, row);
                aside++;
            }
        }
        lock (parked) parked.Clear();
        return aside;
    }

    /// <summary>A log may not tell that a sealed case exists.</summary>
    private ILogger LogOf(DueRow row) => row.Partition == Partition.Open ? log : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    private CommandId IdOf(DueRow row) => keys.DeadlineCommand(row.Partition, row.Stream, row.Deadline);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
