using System.Globalization;
using System.Security.Cryptography;
using GridActors.LoadTest.Servers;
using GridActors.Silo.Folder;
using Npgsql;

namespace GridActors.LoadTest.Stores;

/// <summary>PostgreSQL: one server of our own for the whole run, durable, in the folder whose disk is measured; a database for every place.</summary>
internal sealed class PostgresBenchStore : IBenchStore
{
    private const string ServiceRole = "bench_service";

    private readonly LocalPostgres server;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private int databases;

    private PostgresBenchStore(LocalPostgres server) => this.server = server;

    public string Name => "postgres";

    public StoreBars Bars => StoreBars.Postgres;

    /// <param name="folder">An empty folder for the server's files.</param>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL here, or it does not start.</exception>
    public static async Task<PostgresBenchStore> Start(DirectoryInfo folder) => new(await LocalPostgres.Create(folder: folder.FullName));

    public Task<DistrictPlace> NewPlace(DirectoryInfo folder) => Task.FromResult(PlaceIn(folder, NextDatabase()));

    /// <summary>The data folder is copied, and the database by the server itself, file by file.</summary>
    public async Task<DistrictPlace> Copy(DistrictPlace place, DirectoryInfo folder)
    {
        FolderCopy.Of(place.Folder, folder);
        var (from, to) = (DatabaseOf(place), NextDatabase());
        await EndSessions(from);
        await Execute($"CREATE DATABASE {to} TEMPLATE {from} STRATEGY FILE_COPY");
        return PlaceIn(folder, to);
    }

    public async Task Settle(DistrictPlace place)
    {
        await Execute("VACUUM (ANALYZE)", DatabaseOf(place));
        await Execute("CHECKPOINT");
    }

    public async Task<IReadOnlyList<string>> PlainWay(DirectoryInfo folder)
    {
        var database = NextDatabase();
        await Execute($"CREATE DATABASE {database}");
        return ["plain-postgres", "--connection", server.Connection(database)];
    }

    public async Task<IRawRows> OpenRaw(DistrictPlace place, string instance) => await PostgresRawRows.Open(((PostgresStore)place.Store).OwnerConnection!, instance);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
    }

    private DistrictPlace PlaceIn(DirectoryInfo folder, string database) => new(
        folder,
        new PostgresStore { Connection = server.Connection(database, ServiceRole, password), OwnerConnection = server.Connection(database) },
        async () =>
        {
            await Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            folder.Delete(recursive: true);
        });

    private string NextDatabase() => string.Create(CultureInfo.InvariantCulture, $"bench_{++databases}");

    private static string DatabaseOf(DistrictPlace place) => new NpgsqlConnectionStringBuilder(((PostgresStore)place.Store).Connection).Database!;

    /// <summary>A killed service's sessions linger for a moment, and a template may have none.</summary>
    private async Task EndSessions(string database)
    {
        NpgsqlConnection.ClearAllPools();
        await Execute($"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}'");
    }

    private async Task Execute(string statement, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.Connection(database)) { Pooling = false, CommandTimeout = 0 }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
