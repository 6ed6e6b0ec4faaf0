using GridActors.Registries;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>A district in a PostgreSQL database; key file, erasure log and last heads stay in the data folder.</summary>
public sealed record PostgresStore : StoreChoice
{
    /// <summary>How the service connects: Npgsql's own words, with the role that owns nothing.</summary>
    public required string Connection { get; init; }

    /// <summary>How the owner of the tables connects; when given, the database is made or migrated before it is served.</summary>
    public string? OwnerConnection { get; init; }

    /// <summary>Other processes share the database: a cluster. Alone otherwise, and refused beside anybody else.</summary>
    public bool IsShared { get; init; }

    public override DataFolder FolderOf(DataFolder folder) => folder.Beside("postgres");

    public override async Task Prepare(TimeProvider time)
    {
        if (OwnerConnection is { } owner)
        {
            await DatabaseMaking.Make(owner, Connection);
            await DatabaseRefusal.Check(owner);
            using var _ = DatabaseLock.Take(owner, IsShared, url: "", time); // tables do not change under a service that uses them
            var (service, itself) = (DatabaseRefusal.Read(Connection).Username, DatabaseRefusal.Read(owner).Username);
            await PostgresSchema.Migrate(owner, service == itself ? null : service);
        }
        await DatabaseRefusal.Check(Connection);
        await PostgresSchema.Require(Connection);
    }

    public override IDistrictStore Open(DataFolder folder, string url, TimeProvider time)
    {
        var held = DatabaseLock.Take(Connection, IsShared, url, time);
        PostgresDistrict? opened = null;
        try
        {
            opened = new(folder, Connection, held, time);
            opened.RefuseUnknownJournals();
            return opened;
        }
        catch
        {
            (opened ?? (IDisposable)held).Dispose();
            throw;
        }
    }

    public override DistrictLook Look(DataFolder folder)
    {
        var asked = DatabaseRefusal.Read(Connection);
        try
        {
            using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false });
            using var format = database.CreateCommand("SELECT version FROM control.format");
            if (format.ExecuteScalar() is int found && found != PostgresSchema.FormatVersion)
                throw new FolderRefusedException($"{DatabaseRefusal.NameOf(asked)} has format {found}, and this build's is {PostgresSchema.FormatVersion}: use the build that wrote it, or migrate it.");
            return new(DatabaseRefusal.NameOf(asked), new PostgresControl(database, TimeProvider.System).Instances(), instance => PostgresTables.Read(Connection, instance), FileOf);
        }
        catch (NpgsqlException failure)
        {
            throw DatabaseRefusal.Of(failure, asked);
        }
    }

    public override void AddSnapshots(ISiloBuilder silo, DataFolder folder) => silo.AddPostgresSnapshots(Connection);

    private byte[] FileOf(string hash)
    {
        using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false });
        return new RegistryTable(database).FileOf(hash);
    }

    /// <summary>Never the connections: they may hold a password.</summary>
    public override string ToString() => "PostgreSQL";
}
