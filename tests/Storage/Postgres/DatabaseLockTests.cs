using GridActors.Silo.Folder;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Who may use a database beside whom.</summary>
public sealed class DatabaseLockTests(PostgresServer server)
{
    private const string Url = "http://127.0.0.1:5080";

    [Fact]
    public async Task A_service_alone_is_told_who_has_the_database_and_gets_it_when_that_one_ends()
    {
        await using var database = await server.NewDatabase();
        using (Take(database, isShared: false))
        {
            var refused = Assert.Throws<FolderRefusedException>(() => Take(database, isShared: false)).Message;
            Assert.Contains($"process {Environment.ProcessId} ", refused, StringComparison.Ordinal);
            Assert.Contains(Url, refused, StringComparison.Ordinal);
            Assert.Contains("--connection", refused, StringComparison.Ordinal);
            Assert.Throws<FolderRefusedException>(() => Take(database, isShared: true));
        }
        Take(database, isShared: false).Dispose();
    }

    [Fact]
    public async Task Processes_of_a_cluster_share_a_database_and_nobody_gets_it_alone()
    {
        await using var database = await server.NewDatabase();
        using var first = Take(database, isShared: true);
        using var second = Take(database, isShared: true);
        Assert.Contains("--cluster", Assert.Throws<FolderRefusedException>(() => Take(database, isShared: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Databases_of_one_server_have_locks_of_their_own()
    {
        await using var one = await server.NewDatabase();
        await using var other = await server.NewDatabase();
        using var first = Take(one, isShared: false);
        using var second = Take(other, isShared: false);
    }

    [Fact]
    public async Task A_session_that_was_ended_takes_the_database_again()
    {
        await using var database = await server.NewDatabase();
        using var held = Take(database, isShared: false);
        await EndSessions(database);
        await Silo.DistrictHost.Until(() => IsHeld(database), "the lock was not taken again");
        Assert.False(held.Lost.IsCompleted);
    }

    [Fact]
    public async Task Who_comes_back_to_find_the_database_taken_is_told_to_stop()
    {
        await using var database = await server.NewDatabase();
        using var late = Take(database, isShared: false);
        await EndSessions(database);
        DatabaseLock? quicker = null;
        await Silo.DistrictHost.Until(() => TryTake(database, out quicker), "the ended session still holds the lock");
        using (quicker)
        {
            var reason = await late.Lost.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Contains(Url, reason, StringComparison.Ordinal);
        }
    }

    private static DatabaseLock Take(PostgresDatabase database, bool isShared) => DatabaseLock.Take(database.App, isShared, Url, TimeProvider.System);

    /// <summary>Asked without trying: whoever tries may be in the way.</summary>
    private static bool IsHeld(PostgresDatabase database)
    {
        using NpgsqlConnection look = new(database.Administrator);
        look.Open();
        using NpgsqlCommand ask = new(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))", look);
        return ask.ExecuteScalar() is true;
    }

    private static bool TryTake(PostgresDatabase database, out DatabaseLock? taken)
    {
        try
        {
            taken = Take(database, isShared: false);
            return true;
        }
        catch (FolderRefusedException)
        {
            taken = null;
            return false;
        }
    }

    /// <summary>As a restart of the server would.</summary>
    private static Task EndSessions(PostgresDatabase database) => PostgresServer.Execute(
        database.Administrator, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = '{new NpgsqlConnectionStringBuilder(database.App).Username}'");
}
