using System.Collections.Concurrent;
using System.Data.Common;
using GridActors.Silo.Folder;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>
/// The store that districts under trial stand on: SQLite in their folder, or with <c>GRIDACTORS_TEST_STORE=postgres</c> a database for each folder, the same one when a
/// district starts again on its folder.
/// </summary>
internal static class DistrictStores
{
    private const string Variable = "GRIDACTORS_TEST_STORE";

    private static readonly ConcurrentDictionary<string, Lazy<Task<PostgresDatabase>>> Databases = new();

    public static bool IsPostgres => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        var other => throw new InvalidOperationException($"{Variable} is {other}; it may be sqlite or postgres"),
    };

    public static async Task<StoreChoice> Of(string folder)
    {
        if (!IsPostgres) return new SqliteStore();
        var database = await DatabaseOf(folder);
        return new PostgresStore { Connection = database.App, OwnerConnection = database.Owner };
    }

    /// <summary>The same as arguments of a program.</summary>
    public static async Task<string[]> Arguments(string folder) => await Of(folder) is PostgresStore store
        ? ["--store", "postgres", "--connection", store.Connection, "--owner-connection", store.OwnerConnection!]
        : [];

    /// <summary>An instance's tables past the service, by the names that both stores give them.</summary>
    public static async Task<DbConnection> OpenTables(string folder, string instance)
    {
        DbConnection tables = IsPostgres
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder((await DatabaseOf(folder)).Owner) { Pooling = false, SearchPath = $"\"{instance}\"" }.ToString())
            : new SqliteConnection($"Data Source={Path.Combine(folder, instance, "journal.db")};Pooling=False");
        await tables.OpenAsync();
        return tables;
    }

    /// <summary>The database of a folder that is gone.</summary>
    public static async Task Remove(string folder)
    {
        if (Databases.TryRemove(folder, out var made)) await (await made.Value).DisposeAsync();
    }

    /// <summary>The database of a folder's district.</summary>
    public static Task<PostgresDatabase> DatabaseOf(string folder) => Databases.GetOrAdd(folder, _ => new(async () =>
    {
        var server = await TestContext.Current.GetFixture<PostgresServer>() ?? throw new InvalidOperationException("the run has no PostgreSQL server");
        return await server.NewDatabase();
    })).Value;
}
