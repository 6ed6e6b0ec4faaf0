using System.Globalization;
using System.Text;
using GridActors.Journal;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>An instance's schema, read at one moment over a connection of its own.</summary>
public sealed class PostgresTables : IStoredTables
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction moment;
    private readonly string schema;

    /// <summary>The tables as a transaction sees them; it is rolled back in the end, and its connection closed.</summary>
    internal PostgresTables(NpgsqlConnection connection, NpgsqlTransaction moment, string instance) =>
        (this.connection, this.moment, schema) = (connection, moment, PostgresInstance.Quoted(instance));

    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public static PostgresTables Read(string connectionString, string instance)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false, CommandTimeout = 0 }.ToString());
        try
        {
            connection.Open();
            return new(connection, connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead), instance);
        }
        catch (NpgsqlException failure)
        {
            connection.Dispose();
            throw new JournalUnavailableException($"the journal of {instance} cannot be read: {failure.Message}", failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public JournalHead? Head(Partition partition)
    {
        using var row = Rows($"SELECT position, hash, epoch, closed::int FROM {schema}.heads WHERE partition = $1", partition.Code());
        return row.Step() ? new JournalHead(row.Long(0), row.Blob(1), row.Text(2), row.Int(3) != 0) : null;
    }

    public byte[]? HashAt(Partition partition, long position)
    {
        using var row = Rows($"SELECT hash FROM {schema}.entries WHERE partition = $1 AND position = $2", partition.Code(), position);
        return row.Step() ? row.Blob(0) : null;
    }

    public IStoredRows Entries(Partition partition, long after) =>
        Rows($"SELECT {StoredRows.EntryColumns} FROM {schema}.entries WHERE partition = $1 AND position > $2 ORDER BY position", partition.Code(), after);

    public IStoredRows EntriesByStream(Partition partition) =>
        Rows($"SELECT {StoredRows.EntryColumns} FROM {schema}.entries WHERE partition = $1 ORDER BY stream, version", partition.Code());

    public IStoredRows Due(Partition partition) =>
        Rows($"SELECT dueAt, partition, stream, kind, subjectId, armedBy, area FROM {schema}.due WHERE partition = $1", partition.Code());

    public IStoredRows VaultIds() => Rows($"SELECT rowId FROM {schema}.vault");

    /// <summary>Rows are kept under their streams' names.</summary>
    public long? Misnumbered(Partition partition) => null;

    public void Dispose()
    {
        moment.Dispose();
        connection.Dispose();
    }

    private StoredReader Rows(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection, moment);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return new(command);
    }

    private sealed class StoredReader(NpgsqlCommand command) : IStoredRows
    {
        private readonly NpgsqlDataReader rows = command.ExecuteReader();

        public bool Step() => rows.Read();

        public ReadOnlySpan<byte> Utf8(int column) => rows.GetValue(column) switch
        {
            byte[] bytes => bytes,
            var value => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };

        public string Text(int column) => rows.GetString(column);

        public long Long(int column) => rows.GetFieldType(column) == typeof(long) ? rows.GetInt64(column) : rows.GetInt32(column);

        public int Int(int column) => rows.GetInt32(column);

        public byte[] Blob(int column) => rows.GetFieldValue<byte[]>(column);

        public void Dispose()
        {
            rows.Dispose();
            command.Dispose();
        }
    }
}
