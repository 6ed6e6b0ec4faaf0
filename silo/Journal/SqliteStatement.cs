using System.Text;
using SQLitePCL;

namespace GridActors.Silo.Journal;

/// <summary>A prepared statement: bind from 1, step, read columns from 0, reset.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt statement) : IStoredRows
{
    private const int TextBytesOnStackMax = 512;

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and SQLite takes a missing address for NULL.
        if (utf8.IsEmpty) raw.sqlite3_bind_text(statement, index, utf8z.FromSpan("\0"u8));
        else raw.sqlite3_bind_text(statement, index, utf8);
        return this;
    }

    public SqliteStatement Bind(int index, string text)
    {
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bytesMax > TextBytesOnStackMax) return Bind(index, Encoding.UTF8.GetBytes(text));
        Span<byte> utf8 = stackalloc byte[TextBytesOnStackMax];
        return Bind(index, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    public SqliteStatement Bind(int index, long number)
    {
        raw.sqlite3_bind_int64(statement, index, number);
        return this;
    }

    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) raw.sqlite3_bind_zeroblob(statement, index, 0);
        else raw.sqlite3_bind_blob(statement, index, bytes);
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        raw.sqlite3_bind_null(statement, index);
        return this;
    }

    /// <summary>To the next row; false and reset when there is none.</summary>
    /// <exception cref="SqliteFailureException">The statement failed; it is reset.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        var failure = code == raw.SQLITE_DONE ? null : file.Failure(code);
        raw.sqlite3_reset(statement);
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement that answers no rows; answers how many it changed.</summary>
    public int Run()
    {
        while (Step()) { }
        return file.Changes;
    }

    public void Reset() => raw.sqlite3_reset(statement);

    /// <summary>The column's bytes as stored, valid until the next step; a number as its decimal text.</summary>
    public ReadOnlySpan<byte> Utf8(int column)
    {
        // Asking for text first turns a number into its digits; a blob is left as it is.
        if (raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER) raw.sqlite3_column_text(statement, column);
        return raw.sqlite3_column_blob(statement, column);
    }

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => raw.sqlite3_column_int(statement, column);

    public void Dispose() => statement.Dispose();
}
