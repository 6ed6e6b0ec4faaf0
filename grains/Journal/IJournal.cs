namespace GridActors.Journal;

/// <summary>Where a partition of an instance stands: its last position and hash, its epoch, and whether it takes writes.</summary>
public readonly record struct JournalHead(long Position, ReadOnlyMemory<byte> Hash, string Epoch, bool Closed);

/// <summary>What the commands table remembers of one command.</summary>
public readonly record struct KnownCommand(int Version, BodyHash Body);

/// <summary>The one ordered, gap-free log of every realm instance. Safe to call from any thread.</summary>
public interface IJournal
{
    /// <summary>Writes one command's events, command row, deadlines and vault rows in one transaction; answers after the commit.</summary>
    /// <exception cref="JournalUnavailableException">The store failed or the command waited too long; it may or may not be durable.</exception>
    /// <exception cref="InstanceClosedException">The instance takes no more writes.</exception>
    ValueTask<AppendAnswer> Append(AppendRequest request);

    /// <summary>A stream's entries after the given version, oldest first.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> ReadStream(StreamId stream, int afterVersion);

    /// <summary>A partition's entries after the given position, in order, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> ReadAll(string instance, Partition partition, long after, int limit);

    /// <summary>Completes when the partition's head has passed the given position, or when the poll interval is over.</summary>
    ValueTask WaitPast(string instance, Partition partition, long position, CancellationToken cancellation);

    JournalHead Head(string instance, Partition partition);

    ValueTask<KnownCommand?> FindCommand(StreamId stream, CommandId command);
}
