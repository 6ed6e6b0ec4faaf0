using SQLitePCL;

namespace GridActors.Silo.Journal;

/// <summary>SQLite answered with an error. <see cref="Code"/> is its extended result code.</summary>
internal sealed class SqliteFailureException(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    private const int PrimaryCodeMask = 0xff;

    public int Code { get; } = code;

    /// <summary>A key or a column's rule was broken: the statement is at fault, not the store.</summary>
    public bool IsConstraint => (Code & PrimaryCodeMask) is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG;

    /// <summary>Somebody else holds the file, or the disk is full: the connection is sound and the next try may succeed.</summary>
    public bool IsPassing => (Code & PrimaryCodeMask) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL;
}
