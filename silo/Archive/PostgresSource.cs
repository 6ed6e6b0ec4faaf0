using System.Globalization;
using GridActors.Journal;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using Npgsql;

namespace GridActors.Silo.Archive;

/// <summary>A district on PostgreSQL, read beside its service: one transaction sees every schema at one moment.</summary>
public sealed class PostgresSource : IArchiveSource
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction moment;
    private readonly NpgsqlDataSource registries;

    private PostgresSource(string connectionString, NpgsqlConnection connection, TimeProvider time)
    {
        this.connection = connection;
        moment = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        Run("SET TRANSACTION READ ONLY");
        registries = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false });
        District = new(ArchiveManifest.FormatName, ArchiveManifest.ThisVersion, Instants.Text(time.GetUtcNow()), Instances())
        {
            Names = Read("SELECT name, lastNumber FROM control.names ORDER BY name", row => new ArchivedName(row.GetString(0), row.GetInt32(1))),
            Dropped = Read("SELECT instance FROM control.dropped ORDER BY instance", row => row.GetString(0)),
        };
        Registries = Read("SELECT hash FROM control.registries ORDER BY hash", row => row.GetString(0));
    }

    public ArchiveManifest District { get; }

    public IReadOnlyList<string> Registries { get; }

    /// <param name="connectionString">As the service connects; the database has this build's format.</param>
    /// <exception cref="FolderRefusedException">The database cannot be reached.</exception>
    public static PostgresSource Open(string connectionString, TimeProvider time)
    {
        NpgsqlConnection connection = new(PostgresArchive.Settings(connectionString));
        try
        {
            connection.Open();
            return new(connectionString, connection, time);
        }
        catch (NpgsqlException failure)
        {
            connection.Dispose();
            throw DatabaseRefusal.Of(failure, DatabaseRefusal.Read(connectionString));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public IEnumerable<ArchiveRow> Read(string instance, ArchiveTable table)
    {
        var row = new ArchiveRow(table);
        using NpgsqlCommand command = new(PostgresArchive.QueryOf(table, PostgresInstance.Quoted(instance)), connection, moment);
        using var rows = command.ExecuteReader(System.Data.CommandBehavior.SequentialAccess);
        while (rows.Read())
        {
            row.Begin();
            for (var column = 0; column < table.Columns.Length; column++)
                if (table.Columns[column].Kind == ArchiveKind.Number) row.Add(rows.GetInt64(column));
                else if (table.Columns[column].Kind == ArchiveKind.Text) row.Add(rows.GetString(column));
                else if (rows.IsDBNull(column)) row.AddNull();
                else row.Add(rows.GetFieldValue<byte[]>(column));
            yield return row;
        }
    }

    public byte[] FileOf(string hash) => new RegistryTable(registries).FileOf(hash);

    public void Dispose()
    {
        registries.Dispose();
        moment.Dispose();
        connection.Dispose();
    }

    private List<ArchivedInstance> Instances()
    {
        var found = Read(
            """
            SELECT c.instance, c.name, c.kind, n.current = c.instance, c.registryHash, c.keyGeneration, c.wrappedSecret
            FROM control.control AS c JOIN control.names AS n USING (name) JOIN control.schemas AS s ON s.instance = c.instance ORDER BY c.instance
            """,
            row => new ArchivedInstance(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetString(4), row.GetInt32(5), row.GetFieldValue<byte[]>(6), []));
        return [.. found.Select(one => one with
        {
            Heads = Read($"SELECT partition, position, hash, epoch, closed FROM {PostgresInstance.Quoted(one.Instance)}.heads ORDER BY partition", row =>
                new ArchivedHead(row.GetString(0), row.GetInt64(1), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)), row.GetString(3), row.GetBoolean(4))),
        })];
    }

    private List<T> Read<T>(string sql, Func<NpgsqlDataReader, T> make)
    {
        using NpgsqlCommand command = new(sql, connection, moment);
        using var rows = command.ExecuteReader();
        List<T> found = [];
        while (rows.Read()) found.Add(make(rows));
        return found;
    }

    private void Run(string sql)
    {
        using NpgsqlCommand command = new(sql, connection, moment);
        command.ExecuteNonQuery();
    }
}
