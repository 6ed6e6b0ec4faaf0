using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Journal;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Snapshots in the schema that all instances of a database share.</summary>
public sealed class PostgresSnapshotTests(PostgresServer server) : SnapshotSuite
{
    private PostgresDatabase database = null!;

    protected override async Task Prepare()
    {
        database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
    }

    protected override void Configure(ISiloBuilder orleans) => orleans.AddPostgresSnapshots(database.App);

    protected override async Task RemoveSnapshots(string instance)
    {
        await using var connections = NpgsqlDataSource.Create(database.App);
        SnapshotTable.Remove(connections, instance);
    }

    protected override Task Remove() => database.DisposeAsync().AsTask();
}
