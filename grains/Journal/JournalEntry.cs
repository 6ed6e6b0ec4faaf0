namespace GridActors.Journal;

/// <summary>What breaks a tie between two things at one realm instant, lowest first (contract §6).</summary>
public enum TieRank
{
    Inject = 0,
    Deadline = 1,
    Arrival = 2,
    Act = 3,
}

/// <summary>One row of the journal: something that happened, in commit order within its partition.</summary>
public sealed record JournalEntry
{
    public required StreamId Stream { get; init; }

    /// <summary>Commit order, gap-free from 1 per (instance, partition).</summary>
    public required long Position { get; init; }

    /// <summary>The stream's events counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Which of its command's events this is, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Realm time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Real time, for audit only; no rule reads it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required CommandId Command { get; init; }

    /// <summary><c>stream@version</c> of the entry that caused this one, in the same partition; empty for a person's act.</summary>
    public required string Cause { get; init; }

    public required TieRank TieRank { get; init; }

    /// <summary>The event's stored name, such as <c>dispute-reported</c>.</summary>
    public required string Name { get; init; }

    public required int NameVersion { get; init; }

    /// <summary>UTF-8 JSON as stored, byte for byte.</summary>
    public required string Payload { get; init; }

    /// <summary>32 bytes: SHA-256 over the previous hash and every column (docs/journal-format.md).</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>The event as an object, when the appender was in this process; otherwise decode it with <see cref="EventCodec"/>.</summary>
    public object? Decoded { get; init; }

    /// <summary>How others name this entry as their cause.</summary>
    public string AsCause => $"{Stream.Name}@{Version}";

    /// <summary>The first 8 bytes of the hash: the part that an ETag carries.</summary>
    public ulong HashTag => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Hash.Span);
}
