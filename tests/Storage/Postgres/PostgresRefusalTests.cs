using GridActors.LoadTest.Servers;
using GridActors.Silo.Folder;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>A database that cannot be served is refused in one sentence with advice, before anything starts, and no password is told.</summary>
public sealed class PostgresRefusalTests(PostgresServer server)
{
    private const string Wrong = "canary-of-a-password";

    [Fact]
    public async Task A_wrong_password_a_missing_database_and_a_silent_server_are_told_apart()
    {
        await using var database = await server.NewDatabase();
        Assert.Contains("does not let", await Refused(With(database.App, to => to.Password = Wrong)), StringComparison.Ordinal);
        Assert.Contains("createdb", await Refused(With(database.App, to => to.Database = "no_such_district")), StringComparison.Ordinal);
        Assert.Contains("No PostgreSQL answers", await Refused(With(database.App, to => to.Port = 1)), StringComparison.Ordinal);
        Assert.Contains("Host=", await Refused($"Host=127.0.0.1;Password={Wrong};Nonsense=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_a_district_or_of_a_newer_build_is_refused_unchanged()
    {
        await using var database = await server.NewDatabase();
        Assert.Contains("silo migrate", await Refused(database.App), StringComparison.Ordinal);
        await new PostgresStore { Connection = database.App, OwnerConnection = database.Owner }.Prepare(TimeProvider.System);
        await new PostgresStore { Connection = database.App }.Prepare(TimeProvider.System);
        await PostgresServer.Execute(database.Owner, "UPDATE control.format SET version = 99");
        Assert.Contains("format 99", await Refused(database.App), StringComparison.Ordinal);
        Assert.Contains("format 99", await Refused(database.App, database.Owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_may_make_database_and_role_and_both_connections_must_name_one_database()
    {
        await using var database = await server.NewDatabase();
        var (name, role) = ($"made_{Environment.ProcessId}", $"maker_{Environment.ProcessId}");
        var made = With(database.App, to => (to.Database, to.Username, to.Password) = (name, role, "it's \"quoted\" \\ 道"));
        Assert.Contains("same one", await Refused(made, database.Administrator), StringComparison.Ordinal);
        Assert.Contains("may not do that", await Refused(made, With(database.Owner, to => to.Database = name)), StringComparison.Ordinal);
        try
        {
            PostgresStore store = new() { Connection = made, OwnerConnection = With(database.Administrator, to => to.Database = name) };
            await store.Prepare(TimeProvider.System);
            await store.Prepare(TimeProvider.System);
            await PostgresServer.Execute(made, "SELECT count(*) FROM control.control");
        }
        finally
        {
            await PostgresServer.Execute(database.Administrator, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", $"DROP ROLE IF EXISTS {role}");
        }
    }

    [Fact]
    public async Task A_server_that_may_lose_what_it_acknowledged_is_refused()
    {
        Assert.SkipUnless(PostgresPrograms.Folder is not null, $"SKIPPED: {PostgresPrograms.Missing}");
        await using var careless = await LocalPostgres.Create(["fsync=off"]);
        Assert.Contains("fsync", await Refused(careless.Connection()), StringComparison.Ordinal);
    }

    private static async Task<string> Refused(string connection, string? owner = null)
    {
        PostgresStore store = new() { Connection = connection, OwnerConnection = owner };
        var said = (await Assert.ThrowsAsync<FolderRefusedException>(() => store.Prepare(TimeProvider.System))).Message;
        Assert.DoesNotContain(Wrong, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, store.ToString(), StringComparison.Ordinal);
        return said;
    }

    private static string With(string connection, Action<NpgsqlConnectionStringBuilder> change)
    {
        NpgsqlConnectionStringBuilder changed = new(connection);
        change(changed);
        return changed.ToString();
    }
}
