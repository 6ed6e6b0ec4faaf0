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

    /// <summary>
    /// Pages when the last stop was unclean; heads against last rows; the chain from what is known, or from the start. Missing or different where something
    /// is known = an older copy, which is whole in itself.
    /// </summary>
    /// <exception cref="JournalDamagedException">The file contradicts itself.</exception>
    internal static InstanceOpening Run(string instance, string path, InstanceCheck check)
    {
        if (!File.Exists(path)) return new(false, check.Known.Any(mark => mark.Position > 0));
        var unclean = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        try
        {
            using var file = SqliteFile.ForWriting(path); // not only for reading: the last process may have left its log to be taken up
            JournalFormat.RefuseUnknown(file, path);
            if (unclean && file.Scalar("PRAGMA quick_check(1)") is not "ok" and var fault) throw new JournalDamagedException(instance, fault);
            if (file.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'heads'") == "0") return new(unclean, check.Known.Any(mark => mark.Position > 0));
            using var tables = new SqliteTables(file);
            return new(unclean, check.IsRestored(tables, instance));
        }
        catch (SqliteFailureException failure) when (!failure.IsPassing)
        {
            throw new JournalDamagedException(instance, failure.Message);
        }
    }

    /// <summary>Heads against last rows and what is known; true when a partition is behind or unlike it.</summary>
    /// <exception cref="JournalDamagedException">A partition contradicts itself.</exception>
    internal bool IsRestored(IStoredTables tables, string instance)
    {
        var restored = false;
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed])
            restored |= CheckPartition(tables, instance, partition, Known.FirstOrDefault(mark => mark.Partition == partition));
        return restored;
    }

    /// <summary>True when the partition is behind or unlike what is known of it.</summary>
    private static bool CheckPartition(IStoredTables tables, string instance, Partition partition, HeadMark known)
    {
        if (tables.Head(partition) is not { } head) return known.Position > 0;
        var there = known.Position <= head.Position ? ChainCheck.HashAt(tables, partition, known.Position) : null;
        var isKnown = known.Position > 0 && there is not null && known.Hash.Span.SequenceEqual(there);
        var fault = isKnown
            ? ChainCheck.FirstFault(tables, instance, partition, known.Position, there, head)
            : ChainCheck.FirstFault(tables, instance, partition, 0, RowBytes.NoHash, head);
        if (fault is { } found) // a sealed position would tell how many sealed cases there are
            throw new JournalDamagedException(instance, partition == Partition.Open ? found.ToString() : "its chain of hashes is broken");
        return known.Position > 0 && !isKnown;
    }
}
