using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Rows as they are stored, one after the other; columns are counted from 0 and may hold what no journal wrote.</summary>
public interface IStoredRows : IDisposable
{
    /// <summary>To the next row; false when there is none.</summary>
    bool Step();

    /// <summary>A column as text in UTF-8, a number as its digits; valid until the next step.</summary>
    ReadOnlySpan<byte> Utf8(int column);

    string Text(int column);

    long Long(int column);

    int Int(int column);

    byte[] Blob(int column);
}

/// <summary>
/// One realm instance's tables as they stand at one moment, for checking and copying out beside whoever writes them. Rows are read to their end or let go of before
/// the next are asked for.
/// </summary>
public interface IStoredTables : IDisposable
{
    /// <summary>The partition's head row, or null when it has none.</summary>
    JournalHead? Head(Partition partition);

    /// <summary>The hash stored at a position; null when no such row is there.</summary>
    byte[]? HashAt(Partition partition, long position);

    /// <summary>The entries after a position, in order: every hashed column, then the hash.</summary>
    IStoredRows Entries(Partition partition, long after);

    /// <summary>The same columns, stream by stream, each in the order of its versions.</summary>
    IStoredRows EntriesByStream(Partition partition);

    /// <summary><c>dueAt, partition, stream, kind, subjectId, armedBy, area</c>.</summary>
    IStoredRows Due(Partition partition);

    /// <summary>The ids of all vault rows.</summary>
    IStoredRows VaultIds();

    /// <summary>The first position whose row would not be found under its stream's name, where a store finds rows by something else.</summary>
    long? Misnumbered(Partition partition);
}
