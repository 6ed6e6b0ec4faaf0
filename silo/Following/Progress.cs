using GridActors.Journal;

namespace GridActors.Silo.Following;

/// <summary>Which entries still have unfinished follow-ups: the lowest of them is how far the follower has come.</summary>
internal sealed class Progress(long followed)
{
    private sealed class Open(JournalEntry entry, int left)
    {
        public JournalEntry Entry { get; } = entry;

        public int Left { get; set; } = left;
    }

    private readonly Lock gate = new();
    private readonly Queue<Open> inOrder = [];
    private readonly Dictionary<long, Open> byPosition = [];
    private long read = followed;

    /// <summary>Everything up to this position is finished or set aside.</summary>
    public long Followed
    {
        get
        {
            lock (gate) return inOrder.TryPeek(out var oldest) ? oldest.Entry.Position - 1 : read;
        }
    }

    /// <summary>Realm instant of the oldest unfinished entry; null when all is quiet.</summary>
    public DateTimeOffset? OldestAt
    {
        get
        {
            lock (gate) return inOrder.TryPeek(out var oldest) ? oldest.Entry.At : null;
        }
    }

    /// <summary>Real instant at which the oldest unfinished entry was recorded; null when all is quiet.</summary>
    public DateTimeOffset? OldestRecordedAt
    {
        get
        {
            lock (gate) return inOrder.TryPeek(out var oldest) ? oldest.Entry.RecordedAt : null;
        }
    }

    public int Unfinished
    {
        get
        {
            lock (gate) return byPosition.Count;
        }
    }

    public void Began(JournalEntry entry, int followUps)
    {
        lock (gate)
        {
            read = entry.Position;
            if (followUps == 0) return;
            var open = new Open(entry, followUps);
            inOrder.Enqueue(open);
            byPosition.Add(entry.Position, open);
        }
    }

    public void Finished(JournalEntry entry)
    {
        lock (gate)
        {
            var open = byPosition[entry.Position];
            if (--open.Left == 0) byPosition.Remove(entry.Position);
            while (inOrder.TryPeek(out var oldest) && oldest.Left == 0) inOrder.Dequeue();
        }
    }
}
