using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>
/// The end of one partition in memory: its head, the newest entries with their events as objects, and whoever waits for the next. Readers that keep up
/// never touch the file.
/// </summary>
internal sealed class JournalTail
{
    /// <summary>Entries kept; older ones are read from the store.</summary>
    public const int TailEntriesMax = 8_192;

    private readonly Lock gate = new();
    private JournalEntry[]? ring;
    private int kept;
    private JournalHead head;
    private TaskCompletionSource news = NewSignal();

    public JournalHead Head
    {
        get
        {
            lock (gate) return head;
        }
    }

    /// <summary>Sets the head without entries: at opening, closing, or when another process wrote. Entries that no longer reach up to it are forgotten.</summary>
    public void Reset(JournalHead next)
    {
        lock (gate)
        {
            if (next.Position != head.Position) kept = 0;
            head = next;
        }
        Pulse();
    }

    /// <summary>Adds committed entries, in order, and wakes the readers.</summary>
    public void Publish(IReadOnlyList<JournalEntry> entries, JournalHead next)
    {
        lock (gate)
        {
            ring ??= new JournalEntry[TailEntriesMax];
            if (entries.Count > 0 && entries[0].Position != head.Position + 1) kept = 0;
            foreach (var entry in entries) ring[entry.Position % TailEntriesMax] = entry;
            kept = Math.Min(TailEntriesMax, kept + entries.Count);
            head = next;
        }
        Pulse();
    }

    /// <summary>The entries after a position, when all of them are still here; null when the store must be read.</summary>
    public IReadOnlyList<JournalEntry>? TryRead(long after, int limit)
    {
        lock (gate)
        {
            if (after >= head.Position) return [];
            if (ring is null || after < head.Position - kept) return null;
            var entries = new JournalEntry[(int)Math.Min(limit, head.Position - after)];
            for (var i = 0; i < entries.Length; i++) entries[i] = ring[(after + 1 + i) % TailEntriesMax];
            return entries;
        }
    }

    /// <summary>Completes when the head has passed the position, or at the next pulse.</summary>
    public Task WaitPast(long position)
    {
        lock (gate) return head.Position > position ? Task.CompletedTask : news.Task;
    }

    /// <summary>Lets every waiting reader look again.</summary>
    public void Pulse()
    {
        TaskCompletionSource waiting;
        lock (gate) (waiting, news) = (news, NewSignal());
        waiting.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
