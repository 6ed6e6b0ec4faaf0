using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal.Postgres;
using Npgsql;

namespace GridActors.Silo.Archive;

/// <summary>A PostgreSQL database that realm instances are put into, all of them in one transaction. The database's lock is held meanwhile.</summary>
public sealed class PostgresTarget : IArchiveTarget
{
    private readonly string name;
    private readonly DatabaseLock held;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly TimeProvider time;

    private PostgresTarget(string name, DatabaseLock held, NpgsqlConnection connection, TimeProvider time)
    {
        (this.name, this.held, this.connection, this.time) = (name, held, connection, time);
        transaction = connection.BeginTransaction();
        Run("SET LOCAL synchronous_commit = on");
    }

    /// <param name="connectionString">As the service connects; the database has this build's format.</param>
    /// <exception cref="FolderRefusedException">It is served, or cannot be reached.</exception>
    public static PostgresTarget Open(string connectionString, TimeProvider time)
    {
        var asked = DatabaseRefusal.Read(connectionString);
        var held = DatabaseLock.Take(connectionString, isShared: false, url: "", time);
        NpgsqlConnection connection = new(PostgresArchive.Settings(connectionString));
        try
        {
            connection.Open();
            return new(DatabaseRefusal.NameOf(asked), held, connection, time);
        }
        catch (Exception failure)
        {
            connection.Dispose();
            held.Dispose();
            if (failure is NpgsqlException refused) throw DatabaseRefusal.Of(refused, asked);
            throw;
        }
    }

    /// <summary>Instances that are there; a whole district is put only where there are none.</summary>
    public bool IsEmpty => !Has("SELECT 1 FROM control.control UNION ALL SELECT 1 FROM control.schemas LIMIT 1");

    public string? RefusalOf(string instance) =>
        Has("SELECT 1 FROM control.control WHERE instance = $1 UNION ALL SELECT 1 FROM control.dropped WHERE instance = $1 UNION ALL SELECT 1 FROM control.schemas WHERE instance = $1", instance)
            ? $"{name} has, or had, a realm instance {instance} already, and no name is used twice."
            : null;

    public void Keep(string hash, byte[] file) =>
        Run("INSERT INTO control.registries (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING", hash, file);

    public void Begin(ArchivedInstance instance)
    {
        Run("SELECT control.make_instance($1)", instance.Instance);
        var schema = PostgresInstance.Quoted(instance.Instance);
        foreach (var head in instance.Heads)
            Run($"UPDATE {schema}.heads SET position = $1, hash = $2, epoch = $3, closed = $4 WHERE partition = $5", head.Position, head.Head.Hash.ToArray(), head.Epoch, head.Closed, head.Partition);
        Run("INSERT INTO control.control (instance, name, kind, registryHash, wrappedSecret, keyGeneration, formatVersion) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            instance.Instance, instance.Name, instance.Kind, instance.RegistryHash, instance.WrappedSecret, instance.KeyGeneration, PostgresSchema.FormatVersion);
        Run("INSERT INTO control.names (name, current, lastNumber) VALUES ($1, '', 1) ON CONFLICT DO NOTHING", instance.Name);
        if (instance.IsCurrent) Run("UPDATE control.names SET current = $1 WHERE name = $2 AND current = ''", instance.Instance, instance.Name);
    }

    public void Write(string instance, ArchiveTable table, IEnumerable<ArchiveRow> rows)
    {
        try
        {
            using var into = connection.BeginBinaryImport(PostgresArchive.CopyOf(table, PostgresInstance.Quoted(instance)));
            into.Timeout = TimeSpan.Zero;
            foreach (var row in rows) PostgresArchive.Write(into, row);
            into.Complete();
        }
        catch (PostgresException refused)
        {
            throw new InvalidDataException($"{name} does not take the table {table.Name} of {instance}: {refused.MessageText}", refused);
        }
    }

    public void Commit(IReadOnlyList<ArchivedName> names, IReadOnlyList<string> dropped)
    {
        foreach (var one in names)
            Run("INSERT INTO control.names AS n (name, current, lastNumber) VALUES ($1, '', $2) ON CONFLICT (name) DO UPDATE SET lastNumber = greatest(n.lastNumber, excluded.lastNumber)", one.Name, one.LastNumber);
        foreach (var one in dropped)
            Run("INSERT INTO control.dropped (instance, droppedAt) VALUES ($1, $2) ON CONFLICT DO NOTHING", one, Instants.Text(time.GetUtcNow()));
        transaction.Commit();
    }

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
        held.Dispose();
    }

    private bool Has(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is not null;
    }

    private void Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        NpgsqlCommand command = new(sql, connection, transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
