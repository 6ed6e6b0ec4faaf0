using SQLitePCL;

namespace GridActors.Silo.Journal;

/// <summary>
/// One connection to an SQLite file, for one thread at a time, below ADO.NET: statements are prepared once and bound from spans, because the journal's
/// writer binds half a million values a second.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>How long a statement waits for another process's lock, in ms; a command may wait 1.5 s in all.</summary>
    public const int LockWaitMsMax = 700;

    /// <summary>Before this version a WAL reset could corrupt the file.</summary>
    private static readonly Version SqliteVersionMin = new(3, 51, 3);

    /// <summary>The checkpoint that only counts; SQLite has it, its C# names do not.</summary>
    private const int CheckpointNoop = -1;

    private readonly sqlite3 connection;

    static SqliteFile()
    {
        Batteries_V2.Init();
        var version = Version.Parse(raw.sqlite3_libversion().utf8_to_string());
        if (version < SqliteVersionMin)
            throw new NotSupportedException($"SQLite {version} is too old: {SqliteVersionMin} or later keeps the journal whole across WAL resets");
    }

    private SqliteFile(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out connection, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_busy_timeout(connection, LockWaitMsMax);
            return;
        }
        var message = raw.sqlite3_errmsg(connection).utf8_to_string();
        connection.Dispose();
        throw new SqliteFailureException(code, message);
    }

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(connection);

    /// <summary>The number of the row that the last insert made.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(connection);

    public bool InTransaction => raw.sqlite3_get_autocommit(connection) == 0;

    public static SqliteFile ForWriting(string path) => new(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>For reading beside a writer; the file must exist.</summary>
    public static SqliteFile ForReading(string path) => new(path, raw.SQLITE_OPEN_READONLY);

    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? new(this, statement) : throw Failure(code);
    }

    /// <summary>Runs one or more statements without parameters.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(connection, sql);
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    /// <summary>The first column of the only row, as text.</summary>
    public string Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>Pages in the write-ahead log, and how many of them are in the file already.</summary>
    public (int InLog, int Moved) WalPages() => Checkpoint(CheckpointNoop);

    /// <summary>Moves as much of the write-ahead log into the file as no reader needs, without waiting for anybody.</summary>
    public (int InLog, int Moved) MoveWal() => Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);

    public SqliteFailureException Failure(int code)
    {
        var extended = raw.sqlite3_extended_errcode(connection);
        return new(extended == raw.SQLITE_OK ? code : extended, raw.sqlite3_errmsg(connection).utf8_to_string());
    }

    public void Dispose() => connection.Dispose();

    private (int InLog, int Moved) Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(connection, null, mode, out var inLog, out var moved);
        return code is raw.SQLITE_OK or raw.SQLITE_BUSY ? (inLog, moved) : throw Failure(code);
    }
}
