using GridActors.Registries;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>A PostgreSQL database as a district's process holds it.</summary>
internal sealed class PostgresDistrict : IDistrictStore
{
    /// <summary>Connections for control table and registries; journals have their own.</summary>
    private const int ConnectionsMax = 4;

    private readonly DataFolder folder;
    private readonly string connection;
    private readonly DatabaseLock held;
    private readonly NpgsqlDataSource database;
    private readonly PostgresControl control;

    /// <param name="folder">The data folder as this store uses it.</param>
    /// <param name="connection">How the service connects.</param>
    /// <param name="held">The database's lock, let go with this.</param>
    /// <param name="time">The clock of whoever drops an instance.</param>
    public PostgresDistrict(DataFolder folder, string connection, DatabaseLock held, TimeProvider time)
    {
        (this.folder, this.connection, this.held) = (folder, connection, held);
        Name = DatabaseRefusal.NameOf(new(connection));
        database = PostgresConnections.Pool(connection, "control", ConnectionsMax);
        control = new(database, time);
        Registries = new RegistryTable(database);
    }

    public string Name { get; }

    public Task<string> Lost => held.Lost;

    public IControlTable Control => control;

    public IRegistries Registries { get; }

    public IJournalStore OpenJournals(TimeProvider time, ILoggerFactory logs) => new PostgresJournal(connection, time, logs.CreateLogger<PostgresJournal>());

    public IStoredTables ReadTables(string instance) => PostgresTables.Read(connection, instance);

    public IEnumerable<string> Leftovers() => Schemas().Union(folder.InstanceFolders()).Intersect(control.Dropped());

    public void RemoveSnapshots(string instance) => SnapshotTable.Remove(database, instance);

    /// <summary>A journal without its row in the control table has lost its secret; a new one in its name would know none of its cases.</summary>
    public void RefuseUnknownJournals()
    {
        var known = control.Instances().Select(one => one.Instance).Concat(control.Dropped()).ToHashSet();
        if (Schemas().FirstOrDefault(instance => !known.Contains(instance)) is { } lost)
            throw new FolderRefusedException(
                $"{Name} has the journal {lost}, which its control table does not know: a part of it was restored without the other. Put all of it back, or name another database: --connection.");
    }

    public void Dispose()
    {
        database.Dispose();
        held.Dispose();
    }

    /// <summary>Instances whose tables are there.</summary>
    private List<string> Schemas()
    {
        using var ask = database.CreateCommand("SELECT instance FROM control.schemas ORDER BY instance");
        using var row = ask.ExecuteReader();
        List<string> found = [];
        while (row.Read()) found.Add(row.GetString(0));
        return found;
    }
}
