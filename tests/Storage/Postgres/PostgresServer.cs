using System.Security.Cryptography;
using GridActors.LoadTest.Servers;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace GridActors.Tests.Storage.Postgres;

/// <summary>
/// The PostgreSQL server of a test run, started by the first test that asks: our own, or the one that <c>GRIDACTORS_POSTGRES</c> names (the connection of a role
/// that may make databases and roles). Where there is none, tests skip loudly; where all tests are required they fail instead.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Required = "GRIDACTORS_REQUIRE_ALL_TESTS";
    private const string Named = "GRIDACTORS_POSTGRES";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private LocalPostgres? server;
    private string? administrator;
    private int made;

    /// <summary>A fresh database with a role that owns it and a role for the service, which owns nothing and has no right yet.</summary>
    public async Task<PostgresDatabase> NewDatabase()
    {
        await gate.WaitAsync();
        try
        {
            administrator ??= await Administrator();
            var name = $"trial_{Environment.ProcessId}_{++made}";
            PostgresDatabase database = new(Of(name, $"{name}_owner"), Of(name, $"{name}_app"), administrator, name);
            await Execute(
                administrator, $"CREATE ROLE {name}_owner LOGIN PASSWORD '{password}'", $"CREATE ROLE {name}_app LOGIN PASSWORD '{password}'",
                $"CREATE DATABASE {name} OWNER {name}_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
            return database;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is not null) await server.DisposeAsync();
        gate.Dispose();
    }

    internal static async Task Execute(string connection, params string[] statements)
    {
        await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString());
        await open.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, open);
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<string> Administrator()
    {
        if (Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named) return named;
        if (PostgresPrograms.Folder is null)
        {
            if (Environment.GetEnvironmentVariable(Required) == "1") throw new InvalidOperationException($"{PostgresPrograms.Missing}, and all tests are required");
            Assert.Skip($"SKIPPED: {PostgresPrograms.Missing}");
        }
        server = await LocalPostgres.Create();
        return server.Connection();
    }

    private string Of(string database, string user) =>
        new NpgsqlConnectionStringBuilder(administrator) { Database = database, Username = user, Password = password }.ToString();
}

/// <summary>A database of one test class: how its owner and the service's own role connect. It is dropped when the class is done.</summary>
public sealed class PostgresDatabase(string owner, string app, string administrator, string name) : IAsyncDisposable
{
    public string Owner { get; } = owner;

    public string App { get; } = app;

    /// <summary>The name of the service's role.</summary>
    public string AppRole { get; } = $"{name}_app";

    /// <summary>The role that may do everything, in this database.</summary>
    public string Administrator { get; } = new NpgsqlConnectionStringBuilder(administrator) { Database = name }.ToString();

    public async ValueTask DisposeAsync() =>
        await PostgresServer.Execute(administrator, $"DROP DATABASE {name} WITH (FORCE)", $"DROP ROLE {name}_owner", $"DROP ROLE {name}_app");
}
