using System.Globalization;
using System.Text;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Where a partition's rows stop agreeing with each other: the first bad position and what is wrong there.</summary>
internal readonly record struct ChainFault(long Position, string What)
{
    public override string ToString() => $"position {Position}: {What}";
}

/// <summary>Walks a partition's rows in order, counts their positions and computes every hash again from the columns as they are stored.</summary>
internal static class ChainCheck
{
    /// <summary>The first fault after the given row, up to and with the head; null when there is none.</summary>
    public static ChainFault? FirstFault(IStoredTables tables, string instance, Partition partition, long after, ReadOnlySpan<byte> hashThere, JournalHead head)
    {
        var instanceUtf8 = Encoding.UTF8.GetBytes(instance);
        var row = new RowBytes();
        var last = after;
        Span<byte> previous = stackalloc byte[RowBytes.HashBytes], expected = stackalloc byte[RowBytes.HashBytes];
        hashThere.CopyTo(previous);
        using var rows = tables.Entries(partition, after);
        while (rows.Step())
        {
            last++;
            var position = rows.Utf8(1);
            if (!IsNumber(position, last)) return new(last, $"the row is missing (the next one is {Encoding.UTF8.GetString(position)})");
            row.Begin(previous, instanceUtf8);
            for (var column = 0; column < RowBytes.HashedColumnCount; column++) row.Add(rows.Utf8(column));
            row.Hash(expected);
            if (!rows.Utf8(RowBytes.HashedColumnCount).SequenceEqual(expected)) return new(last, "the row does not match its hash");
            if (last > head.Position) return new(last, $"the row stands behind the head, which is at {head.Position}");
            expected.CopyTo(previous);
        }
        if (last != head.Position) return new(last + 1, $"the row is missing (the head is at {head.Position})");
        return previous.SequenceEqual(head.Hash.Span) ? null : new(last, "the head's hash is not the last row's");
    }

    /// <summary>The hash stored at a position, or null when no such row is there; 32 zero bytes before the first.</summary>
    public static byte[]? HashAt(IStoredTables tables, Partition partition, long position) => position == 0 ? RowBytes.NoHash.ToArray() : tables.HashAt(partition, position);

    private static bool IsNumber(ReadOnlySpan<byte> digits, long number) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) && parsed == number;
}
