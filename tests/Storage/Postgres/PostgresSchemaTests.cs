using GridActors.Silo.Folder;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Journal;
using Npgsql;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Who may do what in a district's database, and how it comes to its format.</summary>
public sealed class PostgresSchemaTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresTrial trial = new(server);

    public static TheoryData<string> Forbidden =>
    [
        "UPDATE live.entries SET payload = '{}'", "DELETE FROM live.entries", "TRUNCATE live.entries", "DELETE FROM live.heads", "INSERT INTO live.heads VALUES (0, false, 'x', '', '')",
        "DELETE FROM live.commands", "UPDATE live.vault SET field = ''", "DELETE FROM live.access", "DROP TABLE live.due", "CREATE TABLE live.mine (n int)", "CREATE SCHEMA mine", "DROP SCHEMA live CASCADE",
        "UPDATE control.format SET version = 99", "SELECT script FROM control.instanceScripts", "INSERT INTO control.serviceRoles VALUES ('x')", "DELETE FROM control.dropped",
        "SELECT control.grant_service()", "SELECT control.drop_instance('live')", "ALTER TABLE live.entries DISABLE TRIGGER ALL",
    ];

    public ValueTask InitializeAsync() => trial.Start();

    public ValueTask DisposeAsync() => trial.DisposeAsync();

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task The_services_role_cannot(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.Execute(trial.Database.App, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("UPDATE live.entries SET payload = '{}'")]
    [InlineData("DELETE FROM live.entries")]
    [InlineData("TRUNCATE live.entries")]
    public async Task Not_even_the_owner_changes_what_happened(string sql) =>
        Assert.Contains("never changed", (await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.Execute(trial.Database.Owner, sql))).MessageText);

    [Theory]
    [InlineData("Live")]
    [InlineData("control")]
    [InlineData("public")]
    [InlineData("pg_x")]
    [InlineData("x\"; DROP SCHEMA live CASCADE; --")]
    [InlineData("")]
    public async Task No_instance_bears_a_bad_name(string name)
    {
        foreach (var function in (string[])["make_instance", "drop_instance"])
        {
            await using var connection = new NpgsqlConnection(trial.Database.App);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var call = new NpgsqlCommand($"SELECT control.{function}($1)", connection) { Parameters = { new() { Value = name } } };
            var refused = await Assert.ThrowsAsync<PostgresException>(() => call.ExecuteScalarAsync(TestContext.Current.CancellationToken));
            Assert.Equal(PostgresErrorCodes.InvalidParameterValue, refused.SqlState);
        }
    }

    [Fact]
    public async Task Only_a_closed_instance_is_dropped_and_its_neighbours_stay()
    {
        await trial.Store.Open("demo-0001");
        await trial.Store.Open("demo-0002");
        await trial.Store.Append(On(new("demo-0001", GridActors.Journal.Partition.Open, "cell/a"), 0));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.Execute(trial.Database.App, "SELECT control.drop_instance('demo-0001')"));
        Assert.Contains("not closed", refused.MessageText);
        await trial.Store.SetClosed("demo-0001");
        await trial.Store.Drop("demo-0001");
        await trial.Store.Drop("demo-0001");
        Assert.Equal(["demo-0002", "live"], trial.Store.Instances.Order());
        await PostgresServer.Execute(trial.Database.Owner, "DO $$ BEGIN ASSERT to_regnamespace('\"demo-0001\"') IS NULL AND to_regnamespace('\"demo-0002\"') IS NOT NULL; END $$");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await trial.Store.Drop(Instance));
        await trial.Store.Accepted(On(Stream("cell/a"), 0));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing_and_a_newer_database_is_refused()
    {
        Assert.Equal(0, await PostgresSchema.Migrate(trial.Database.Owner, trial.Database.AppRole));
        await PostgresServer.Execute(trial.Database.Owner, "UPDATE control.format SET version = version + 1");
        foreach (var refused in (Func<Task>[])[() => PostgresSchema.Migrate(trial.Database.Owner, null), () => PostgresSchema.Require(trial.Database.App), () => trial.Reopen().AsTask()])
            Assert.Contains("newer build", (await Assert.ThrowsAsync<FolderRefusedException>(refused)).Message);
    }

    [Fact]
    public async Task An_empty_database_and_a_role_without_rights_are_told_what_to_do()
    {
        await using var empty = await server.NewDatabase();
        foreach (var connection in (string[])[empty.App, empty.Owner])
            Assert.Contains("silo migrate", (await Assert.ThrowsAsync<FolderRefusedException>(() => PostgresSchema.Require(connection))).Message);
        await PostgresSchema.Migrate(empty.Owner, serviceRole: null);
        Assert.Contains("--connection", (await Assert.ThrowsAsync<FolderRefusedException>(() => PostgresSchema.Require(empty.App))).Message);
        await PostgresSchema.Require(empty.Owner);
    }

    [Fact]
    public async Task Ten_migrations_at_once_are_one()
    {
        await using var empty = await server.NewDatabase();
        var steps = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostgresSchema.Migrate(empty.Owner, empty.AppRole)));
        Assert.Equal(PostgresSchema.FormatVersion, steps.Sum());
    }

    [Fact]
    public async Task A_later_migration_reaches_the_instances_that_are_there_and_those_to_come()
    {
        PostgresMigration next = new(PostgresSchema.FormatVersion + 1, ["CREATE TABLE control.later (n int)"], "ALTER TABLE {instance}.access ADD COLUMN later int");
        await PostgresSchema.Migrate(trial.Database.Owner, trial.Database.AppRole, [.. PostgresMigration.All, next]);
        await PostgresServer.Execute(trial.Database.App, "SELECT control.make_instance('demo-0001')", "SELECT later FROM live.access", "SELECT later FROM \"demo-0001\".access");
        PostgresMigration broken = next with { Version = next.Version + 1, Once = ["CREATE TABLE control.evenLater (n int)", "SELECT 1 / 0"] };
        await Assert.ThrowsAsync<FolderRefusedException>(() => PostgresSchema.Migrate(trial.Database.Owner, null, [.. PostgresMigration.All, next, broken]));
        await PostgresServer.Execute(trial.Database.Owner, $"DO $$ BEGIN ASSERT to_regclass('control.evenLater') IS NULL AND (SELECT version FROM control.format) = {next.Version}; END $$");
    }
}
