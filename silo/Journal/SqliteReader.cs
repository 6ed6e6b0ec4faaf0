using System.Collections.Concurrent;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Reads of one instance's file beside its writer, over connections of their own that are kept for the next read.</summary>
internal sealed class SqliteReader(string instance, string path) : IDisposable
{
    /// <summary>Connections kept while nobody reads.</summary>
    private const int IdleConnectionsMax = 4;

    private readonly ConcurrentBag<Connection> idle = [];
    private volatile bool disposed;

    public IReadOnlyList<JournalEntry> ReadStream(StreamId stream, int afterVersion) => Read(connection =>
    {
        var entries = new List<JournalEntry>();
        var rows = connection["SELECT " + StoredRows.EntryColumns + " FROM entries WHERE streamNo = (SELECT streamNo FROM streams WHERE partition = ? AND stream = ?) AND version > ? ORDER BY version"];
        rows.Bind(1, stream.Partition.Code()).Bind(2, stream.Name).Bind(3, afterVersion);
        while (rows.Step()) entries.Add(StoredRows.Entry(rows, instance, stream.Partition));
        return entries;
    });

    public IReadOnlyList<JournalEntry> ReadAll(Partition partition, long after, int limit) => Read(connection =>
    {
        var entries = new List<JournalEntry>();
        var rows = connection["SELECT " + StoredRows.EntryColumns + " FROM entries WHERE partition = ? AND position > ? ORDER BY position LIMIT ?"];
        rows.Bind(1, partition.Code()).Bind(2, after).Bind(3, limit);
        while (rows.Step()) entries.Add(StoredRows.Entry(rows, instance, partition));
        return entries;
    });

    public KnownCommand? FindCommand(StreamId stream, CommandId command) => First<KnownCommand?>(
        """
        SELECT version, bodyForm, bodyHmac FROM commandRows
        WHERE streamNo = (SELECT streamNo FROM streams WHERE partition = ? AND stream = ?) AND commandId = ?
        """,
        row => row.Bind(1, stream.Partition.Code()).Bind(2, stream.Name).BindBlob(3, Convert.FromHexString(command.ToString())),
        row => SqliteRows.Command(row));

    /// <summary>Every row of a query, each made by <paramref name="make"/>.</summary>
    public List<T> All<T>(string sql, Action<SqliteStatement> bind, Func<SqliteStatement, T> make) => Read(connection =>
    {
        var found = new List<T>();
        var rows = connection[sql];
        bind(rows);
        while (rows.Step()) found.Add(make(rows));
        return found;
    });

    /// <summary>The first row of a query, or the default when there is none.</summary>
    public T? First<T>(string sql, Action<SqliteStatement> bind, Func<SqliteStatement, T> make) => Read(connection =>
    {
        var rows = connection[sql];
        bind(rows);
        if (!rows.Step()) return default;
        var first = make(rows);
        rows.Reset();
        return first;
    });

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection)) connection.Dispose();
    }

    /// <exception cref="JournalUnavailableException">The file cannot be read now.</exception>
    private T Read<T>(Func<Connection, T> read)
    {
        if (disposed) throw new InstanceClosedException(instance);
        Connection? connection = null;
        try
        {
            if (!idle.TryTake(out connection)) connection = new(path);
            var answer = read(connection);
            if (idle.Count < IdleConnectionsMax && !disposed) idle.Add(connection);
            else connection.Dispose();
            return answer;
        }
        catch (SqliteFailureException failure)
        {
            connection?.Dispose();
            throw new JournalUnavailableException("the journal cannot be read", failure);
        }
        catch
        {
            connection?.Dispose(); // its statement may stand in the middle of a row
            throw;
        }
    }

    private sealed class Connection : IDisposable
    {
        private const int PageCacheKiB = 8 * 1024;

        private readonly SqliteFile file;
        private readonly Dictionary<string, SqliteStatement> prepared = [];

        public Connection(string path)
        {
            file = SqliteFile.ForReading(path);
            file.Execute($"PRAGMA mmap_size = 0; PRAGMA cache_size = -{PageCacheKiB}");
        }

        public SqliteStatement this[string sql]
        {
            get
            {
                if (!prepared.TryGetValue(sql, out var statement)) prepared[sql] = statement = file.Prepare(sql);
                return statement;
            }
        }

        public void Dispose()
        {
            foreach (var statement in prepared.Values) statement.Dispose();
            file.Dispose();
        }
    }
}
