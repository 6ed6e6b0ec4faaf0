using GridActors.Journal;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// The end of one partition as this process knows it, told by its own lane and by whoever looks into the database, in any order: it only ever moves forward, and what
/// is missing in between is read from the database.
/// </summary>
internal sealed class PostgresTail
{
    private readonly Lock gate = new();
    private readonly JournalTail tail = new();

    public JournalHead Head => tail.Head;

    /// <summary>The lane has committed entries, and this is the head now.</summary>
    public void Appended(List<JournalEntry> entries, JournalHead head)
    {
        lock (gate)
            if (entries.Count > 0 && head.Position > tail.Head.Position) tail.Publish(entries, head);
            else See(head);
    }

    /// <summary>The database was seen with this head, and the entries before it that were read, if any.</summary>
    public void Seen(JournalHead head, IReadOnlyList<JournalEntry>? entries = null)
    {
        lock (gate)
            if (entries is [var first, .., var last] && first.Position == tail.Head.Position + 1 && last.Position == head.Position) tail.Publish(entries, head);
            else See(head);
    }

    /// <summary>The entries after a position, when all of them are here; null when the database must be read.</summary>
    public IReadOnlyList<JournalEntry>? TryRead(long after, int limit) => tail.TryRead(after, limit);

    public Task WaitPast(long position) => tail.WaitPast(position);

    public void Pulse() => tail.Pulse();

    private void See(JournalHead head)
    {
        var shown = tail.Head;
        if (head.Position < shown.Position) return;
        if ((head.Position, head.Epoch, head.Closed) != (shown.Position, shown.Epoch, shown.Closed)) tail.Reset(head);
    }
}
