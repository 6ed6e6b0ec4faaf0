using GridActors.Silo.Folder;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Folder;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>The control table on PostgreSQL, written by the service's role with the rights that it gets.</summary>
public sealed class PostgresControlTests(PostgresServer server) : ControlSuite
{
    private PostgresDatabase? database;
    private NpgsqlDataSource? connections;

    protected override async Task<IControlTable> Open()
    {
        if (database is null)
        {
            database = await server.NewDatabase();
            await PostgresSchema.Migrate(database.Owner, database.AppRole);
        }
        connections = NpgsqlDataSource.Create(database.App);
        return new PostgresControl(connections, TimeProvider.System);
    }

    protected override async Task Close(IControlTable open)
    {
        open.Dispose();
        if (connections is not null) await connections.DisposeAsync();
    }

    protected override async Task Remove()
    {
        if (database is not null) await database.DisposeAsync();
    }
}
