using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

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

    /// <summary>The first 8 bytes of SHA-256 over all of the above: what was damaged on disk is not folded on from.</summary>
    [Id(7)] public ulong Check { get; init; }

    public bool IsIntact => !Armed.IsDefault && Check == Sum();

    public Snapshot WithCheck() => this with { Check = Sum() };

    private ulong Sum()
    {
        var armed = string.Join(',', Armed.Select(deadline => $"{deadline.Kind}/{deadline.SubjectId}/{Instants.Text(deadline.DueAt)}/{deadline.ArmedBy}"));
        var text = string.Join('|', Format, Epoch, Version, HashTag, Instants.Text(LastAt), armed, State);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>Folded streams set aside so that a long one need not be folded from its beginning. Derived: may fail, vanish or lie.</summary>
public interface ISnapshots
{
    /// <summary>Null when there is none; throws whatever the store throws when it cannot be read.</summary>
    Task<Snapshot?> Read(StreamId stream);

    Task Write(StreamId stream, Snapshot snapshot);

    /// <summary>Counts a snapshot that was folded on from (<paramref name="loaded"/>), or read and found unfit.</summary>
    void Count(StreamId stream, bool loaded);
}
