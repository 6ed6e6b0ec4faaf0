using GridActors.LoadTest.Servers;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>The server that other tests lean on.</summary>
public sealed class PostgresServerTests(PostgresServer server)
{
    [Fact]
    public async Task A_database_has_an_owner_and_a_role_without_rights()
    {
        await using var database = await server.NewDatabase();
        await PostgresServer.Execute(database.Owner, "CREATE SCHEMA owned");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.Execute(database.App, "CREATE SCHEMA mine"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_server_of_ones_own_keeps_what_was_committed_when_it_is_killed()
    {
        Assert.SkipUnless(PostgresPrograms.Folder is not null, $"SKIPPED: {PostgresPrograms.Missing}");
        await using var own = await LocalPostgres.Create(["fsync=on"]);
        await PostgresServer.Execute(own.Connection(), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)");
        await own.Kill();
        await own.Start();
        await PostgresServer.Execute(own.Connection(), "DO $$ BEGIN ASSERT (SELECT n FROM kept) = 7; END $$");
        await own.Stop();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => PostgresServer.Execute(own.Connection(), "SELECT 1"));
    }
}
