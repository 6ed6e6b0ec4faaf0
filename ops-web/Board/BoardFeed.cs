using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Field;
using GridActors.Places;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Board;

/// <summary>What a feed reads from.</summary>
internal sealed record BoardSources(IJournal Journal, IRealmClocks Clocks, IRealms Realms, IRealmPlaces Places, TimeProvider Time, ILogger<BoardFeed> Log);

/// <summary>
/// Follows one realm instance's journal into a board and tells its watchers, boards and phones in one round: cards, tiles, counters and tasks at most ten times a second,
/// an escalation at once (with everything pending before it), a heartbeat every two seconds.
/// </summary>
internal sealed class BoardFeed : IAsyncDisposable
{
    /// <summary>Cards in a snapshot; all others are in the tiles.</summary>
    public const int CardsMax = 5_000;

    /// <summary>Escalations in a snapshot.</summary>
    public const int EscalationsMax = 100;

    /// <summary>Entries read from the journal at a time.</summary>
    private const int ReadEntriesMax = 1_000;

    private static readonly TimeSpan PushGap = TimeSpan.FromMilliseconds(100);

    /// <summary>In a flood, when all watchers together are sent more than <see cref="BytesPerSecondMax"/>, pushes come less often and say more at once.</summary>
    private static readonly TimeSpan PushGapInFlood = TimeSpan.FromMilliseconds(250);

    /// <summary>Escalations that come thick are still sent only this often: together, each of them, in order.</summary>
    private static readonly TimeSpan EscalationGap = TimeSpan.FromMilliseconds(50);

    private const double BytesPerSecondMax = 32 * 1024 * 1024;

    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly BoardSources from;
    private readonly PushCursors cursors;
    private readonly DistrictBoard board;
    private readonly BoardCheckpoints checkpoints;
    private readonly AreaAudience areas;
    private readonly InboxAudience inboxes;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly Task running;
    private ClockPace? paceTold;
    private string? registryTold;
    private long pushedAt, pushedBytes;

    public BoardFeed(RealmView realm, BoardScope scope, BoardSources from, PushCursors cursors, BoardCheckpoints checkpoints)
    {
        (Realm, Scope, this.from, this.cursors, this.checkpoints) = (realm, scope, from, cursors, checkpoints);
        board = checkpoints.Load(realm.Instance, scope) ?? new(realm.Instance, scope);
        board.TakePending();
        (areas, inboxes) = (new(cursors), new(cursors, () => from.Places.RosterOf(realm.Instance)));
        from.Places.Adopted += OtherPlaces;
        running = Task.Run(() => Task.WhenAll([.. scope.Partitions.Select(Follow), Push()]));
    }

    public RealmView Realm { get; }

    public BoardScope Scope { get; }

    /// <summary>Completes when the board has once reached the head of the journal.</summary>
    public Task CaughtUp => caughtUp.Task;

    /// <summary>Everybody who watches an area.</summary>
    public Audience<AreaId> Areas => areas;

    /// <summary>Everybody who watches an inbox.</summary>
    public Audience<ResponderId> Inboxes => inboxes;

    /// <summary>Those who watch that kind of subject.</summary>
    public Audience<TSubject> AudienceOf<TSubject>()
        where TSubject : struct => areas as Audience<TSubject> ?? inboxes as Audience<TSubject> ?? throw new ArgumentException("nobody watches such a thing", nameof(TSubject));

    public T Read<T>(Func<DistrictBoard, T> read)
    {
        lock (gate) return read(board);
    }

    public void Join(IWatch watch)
    {
        watch.Join(this);
        Wake();
    }

    public void Leave<TSubject>(Watcher<TSubject> watcher)
        where TSubject : struct => AudienceOf<TSubject>().Leave(watcher);

    /// <summary>Everybody who watches; they are this feed's no longer.</summary>
    public IReadOnlyList<IWatch> Dismiss() => [.. areas.Dismiss(), .. inboxes.Dismiss()];

    public async ValueTask DisposeAsync()
    {
        from.Places.Adopted -= OtherPlaces;
        await stopping.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // asked for
        }
        lock (gate) checkpoints.Save(board, Epoch);
        cursors.Dispose();
        stopping.Dispose();
        wake.Dispose();
    }

    private string Epoch => from.Journal.Head(Realm.Instance, Partition.Open).Epoch;

    private async Task Follow(Partition partition)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var after = Read(one => one.Marks.First(mark => mark.Partition == partition).Position);
                var entries = await from.Journal.ReadAll(Realm.Instance, partition, after, ReadEntriesMax);
                if (entries.Count > 0)
                {
                    await Fold(entries);
                    Wake();
                    continue;
                }
                if (partition == Partition.Open) caughtUp.TrySetResult();
                checkpoints.SaveWhenDue(() => Read(one => one.ToStored(Epoch)), after);
                await from.Journal.WaitPast(Realm.Instance, partition, after, stopping.Token);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                from.Log.LogError(failed, "the board of {Instance} could not follow its journal", Realm.Instance);
                await Task.Delay(RetryAfter, from.Time, stopping.Token);
            }
        }
    }

    private async Task Fold(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            // a settled case is not kept on the board: one that is reopened is read again
            var recalled = Read(one => one.NeedsRecall(entry))
                ? DisputeCardFold.Of((await from.Journal.ReadStream(entry.Stream, 0)).TakeWhile(earlier => earlier.Version < entry.Version)) : null;
            lock (gate) board.Apply(entry, recalled);
        }
    }

    private void OtherPlaces(string instance)
    {
        if (instance == Realm.Instance) Wake();
    }

    private void Wake()
    {
        try
        {
            if (wake.CurrentCount == 0) wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // somebody else woke it
        }
    }

    private async Task Push()
    {
        await caughtUp.Task.WaitAsync(stopping.Token);
        var beat = from.Time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            var untilBeat = HeartbeatEvery - from.Time.GetElapsedTime(beat);
            if (untilBeat > TimeSpan.Zero) await wake.WaitAsync(untilBeat, stopping.Token);
            var gap = TimeSpan.FromSeconds(Math.Clamp(pushedBytes / BytesPerSecondMax, PushGap.TotalSeconds, PushGapInFlood.TotalSeconds));
            await KeepGap(gap * (EscalationGap / PushGap));
            if (Read(one => one.Pending.Escalations.Count == 0)) await KeepGap(gap);
            try
            {
                var isBeat = from.Time.GetElapsedTime(beat) >= HeartbeatEvery;
                Flush(isBeat);
                if (isBeat) beat = from.Time.GetTimestamp();
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                from.Log.LogError(failed, "the board of {Instance} could not push", Realm.Instance);
                await Task.Delay(RetryAfter, from.Time, stopping.Token);
            }
        }
    }

    private async Task KeepGap(TimeSpan gap)
    {
        var rest = gap - from.Time.GetElapsedTime(pushedAt);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, from.Time, stopping.Token);
    }

    /// <summary>One round: what changed to everybody who was here before, then a tail or a snapshot, up to the same mark, to everybody who came since.</summary>
    private void Flush(bool heartbeat)
    {
        var registry = from.Places.RegistryOf(Realm.Instance).Hash;
        if (registryTold is not null && registry != registryTold) // with other places everybody begins anew
        {
            areas.JoinAgain();
            inboxes.JoinAgain();
        }
        registryTold = registry;
        var (now, pace) = (from.Clocks.Now(Realm.Instance), Pace());
        var moment = new PushMoment(Realm.Name, Realm.Instance, Realm.Kind, Epoch, registry, now, pace);
        PushRound round;
        lock (gate)
        {
            board.Advance(now);
            var delta = board.TakePending();
            round = new(board, delta, moment, delta.ClockSet || pace != paceTold, heartbeat);
            areas.Collect(round);
            inboxes.Collect(round);
        }
        paceTold = pace;
        var (toAreas, toInboxes) = (areas.Send(round), inboxes.Send(round));
        if (toAreas is not null || toInboxes is not null) (pushedAt, pushedBytes) = (from.Time.GetTimestamp(), (toAreas ?? 0) + (toInboxes ?? 0));
    }

    private ClockPace Pace() => from.Realms.Find(Realm.Instance) is { } view ? new(view.Rate, view.Paused) : paceTold ?? new(Realm.Rate, Realm.Paused);
}
