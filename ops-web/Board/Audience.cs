namespace GridActors.OpsWeb.Board;

/// <summary>
/// Everybody who watches one kind of subject of one board, areas or inboxes. A round is collected under the board's lock and sent outside it: what changed to everybody
/// who was here before, then a tail or a snapshot, up to the same marks, to everybody who came since.
/// </summary>
internal abstract class Audience<TSubject>(PushCursors cursors)
    where TSubject : struct
{
    private readonly Dictionary<TSubject, Telling> told = [];
    private readonly Dictionary<TSubject, Telling> snapshots = [];
    private readonly List<(Watcher<TSubject> Watcher, Telling? Tail)> firsts = [];

    public int Count => Watchers.Count;

    protected Watchers<TSubject> Watchers { get; } = new();

    public void Join(Watcher<TSubject> watcher) => Watchers.Join(watcher);

    public void Leave(Watcher<TSubject> watcher) => Watchers.Leave(watcher);

    /// <summary>Everybody waits for a first push again.</summary>
    public void JoinAgain() => Watchers.JoinAgain();

    public IEnumerable<IWatch> Dismiss() => Watchers.Dismiss();

    /// <summary>Under the board's lock.</summary>
    public void Collect(PushRound round)
    {
        told.Clear();
        snapshots.Clear();
        firsts.Clear();
        foreach (var (subject, telling) in Changed(round)) told[subject] = telling;
        foreach (var watcher in Watchers.TakeJoining())
        {
            var seen = watcher.Epoch == round.At.Epoch ? cursors.Read(watcher.Cursor, round.At.Epoch, NameOf(watcher.Subject), round.At.Registry) : null;
            var tail = seen is null ? null : Tail(round, watcher.Subject, seen);
            if (tail is null && !snapshots.ContainsKey(watcher.Subject)) snapshots[watcher.Subject] = Snapshot(round, watcher.Subject);
            firsts.Add((watcher, tail));
        }
    }

    /// <summary>Outside the lock; answers the bytes that were pushed beside heartbeats, null when nothing was.</summary>
    public long? Send(PushRound round)
    {
        long? bytes = firsts.Count > 0 ? 0 : null;
        foreach (var (subject, group) in round.IsHeartbeat ? Watchers.Groups() : told.Keys.Select(subject => KeyValuePair.Create(subject, Watchers.Of(subject).ToArray())))
        {
            var cursor = Cursor(round, subject);
            if (told.TryGetValue(subject, out var telling))
            {
                var body = telling(round.At, cursor);
                foreach (var watcher in group) watcher.Send(body);
                bytes = (bytes ?? 0) + (long)body.Bytes * group.Length;
            }
            if (!round.IsHeartbeat) continue;
            var beat = PushBodies.Heartbeat(round.Now, cursor);
            foreach (var watcher in group) watcher.Send(beat);
        }
        SendFirsts(round);
        return bytes;
    }

    /// <summary>How cursors name a subject: no two subjects of any kind have the same name.</summary>
    protected abstract string NameOf(TSubject subject);

    /// <summary>What the round tells those who were here before.</summary>
    protected abstract IEnumerable<(TSubject Subject, Telling Telling)> Changed(PushRound round);

    /// <summary>What changed since the marks; null: a snapshot is needed.</summary>
    protected abstract Telling? Tail(PushRound round, TSubject subject, IReadOnlyList<BoardMark> seen);

    protected abstract Telling Snapshot(PushRound round, TSubject subject);

    private void SendFirsts(PushRound round)
    {
        var bodies = new Dictionary<TSubject, PushBody>();
        foreach (var (watcher, tail) in firsts)
        {
            var subject = watcher.Subject;
            var body = tail is not null ? tail(round.At, Cursor(round, subject))
                : bodies.TryGetValue(subject, out var shared) ? shared : bodies[subject] = snapshots[subject](round.At, Cursor(round, subject));
            watcher.Start(body);
            Watchers.Admit(watcher);
        }
    }

    private string Cursor(PushRound round, TSubject subject) => cursors.Write(round.At.Epoch, NameOf(subject), round.At.Registry, round.Marks);
}
