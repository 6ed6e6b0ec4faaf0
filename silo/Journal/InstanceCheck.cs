using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>A partition's head as somebody remembered it outside the journal: its position and the hash of the row there.</summary>
public readonly record struct HeadMark(Partition Partition, long Position, ReadOnlyMemory<byte> Hash);

/// <summary>What opening an instance found.</summary>
/// <param name="StoppedUncleanly">The last process did not close the file; it was checked page by page.</param>
/// <param name="Restored">The journal is behind or unlike a remembered head, so an older copy was put back: a new epoch was minted.</param>
public readonly record struct InstanceOpening(bool StoppedUncleanly, bool Restored)
{
    public JournalHead Open { get; init; }

    public JournalHead Sealed { get; init; }
}

/// <summary>The journal contradicts itself: its pages, its head, or its chain of hashes.</summary>
public sealed class JournalDamagedException(string instance, string what)
    : Exception($"the journal of {instance} is damaged: {what}. It is not opened; put a backup back with `silo restore`.");

/// <summary>What is checked before an instance is opened for writing.</summary>
public sealed record InstanceCheck
{
    /// <summary>The last heads known from outside, each checked against the row it names; the chain is checked from there on, or from the start.</summary>
    public IReadOnlyList<HeadMark> Known { get; init; } = [];

    internal static InstanceOpening Run(string instance, string path, InstanceCheck check)
    {
        if (!File.Exists(path)) return new(false, check.Known.Any(mark => mark.Position > 0));
        var wal = new FileInfo(path + "-wal");
        var unclean = wal is { Exists: true, Length: > 0 };
        return new(unclean, false);
    }
}
