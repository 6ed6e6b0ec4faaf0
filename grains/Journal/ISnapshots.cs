using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>A folded stream as set aside: ignored unless the journal has its row (epoch, version, hash part).</summary>
[GenerateSerializer, Immutable, Alias("snapshot")]
public sealed record Snapshot
{
    /// <summary>Counts changes of the folds; a snapshot of another number is ignored.</summary>
    public const int CurrentFormat = 1;

    [Id(0)] public int Format { get; init; } = CurrentFormat;

    [Id(1)] public required string Epoch { get; init; }

    [Id(2)] public required int Version { get; init; }

    [Id(3)] public required ulong HashTag { get; init; }

    [Id(4)] public required DateTimeOffset LastAt { get; init; }

    [Id(5)] public required ImmutableArray<Deadline> Armed { get; init; }

    /// <summary>The state as JSON.</summary>
    [Id(6)] public required string State { get; init; }
}

/// <summary>Folded streams set aside so that a long one need not be folded from its beginning. Derived: may fail, vanish or lie.</summary>
public interface ISnapshots
{
    Task<Snapshot?> Read(StreamId stream);

    Task Write(StreamId stream, Snapshot snapshot);

    /// <summary>Counts a snapshot that was folded on from (<paramref name="loaded"/>), or read and found unfit.</summary>
    void Count(bool loaded);
}
