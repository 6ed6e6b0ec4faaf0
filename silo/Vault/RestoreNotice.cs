using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>How a journal stands to a head that was remembered of it.</summary>
public enum RestoreNotice
{
    /// <summary>The remembered row is there: the journal is the same, perhaps grown.</summary>
    None,

    /// <summary>It ends before the remembered row.</summary>
    Behind,

    /// <summary>It has another row there: it was restored and went on.</summary>
    Unlike,
}

/// <summary>Tells a restored journal from one that merely went on.</summary>
public static class RestoreNotices
{
    /// <param name="known">The head as remembered.</param>
    /// <param name="hashThere">The hash of the journal's row at that position; null when it has none.</param>
    public static RestoreNotice Compare(HeadMark known, ReadOnlyMemory<byte>? hashThere) => hashThere switch
    {
        null => known.Position == 0 ? RestoreNotice.None : RestoreNotice.Behind,
        { } hash => hash.Span.SequenceEqual(known.Hash.Span) ? RestoreNotice.None : RestoreNotice.Unlike,
    };

    /// <summary>The first sign of a restore in either partition.</summary>
    public static async ValueTask<RestoreNotice> Look(IJournal journal, string instance, IEnumerable<HeadMark> known)
    {
        foreach (var mark in known.Where(mark => mark.Position > 0))
        {
            var there = await journal.ReadAll(instance, mark.Partition, mark.Position - 1, limit: 1);
            if (Compare(mark, there is [var entry, ..] ? entry.Hash : null) is not RestoreNotice.None and var notice) return notice;
        }
        return RestoreNotice.None;
    }
}
