using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Journal;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>PostgreSQL in a database of its own: the tables are the owner's, the store works as the service's role.</summary>
public sealed class PostgresTrial(PostgresServer server) : IStoreUnderTrial
{
    private PostgresJournal? store;
    private PostgresDatabase? database;

    public IJournalStore Store => store ?? throw new InvalidOperationException("the trial has not started");

    public PostgresDatabase Database => database ?? throw new InvalidOperationException("the trial has not started");

    public async ValueTask Start()
    {
        database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
        store = new(database.App);
        await store.Open(Commands.Instance);
    }

    public async ValueTask<InstanceOpening> Reopen(InstanceCheck? check = null, Func<Task>? meanwhile = null)
    {
        await Store.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        store = new(Database.App);
        return await store.Open(Commands.Instance, check);
    }

    /// <summary>As somebody who may do everything, and with the triggers asleep.</summary>
    public async Task Tamper(string sql) => await PostgresServer.Execute(Database.Administrator, "SET session_replication_role = replica", $"SET search_path = {Commands.Instance}", sql);

    /// <summary>A transaction that changes and reads, and is never committed.</summary>
    public async Task<IStoredTables> Tampered(string sql)
    {
        var connection = new NpgsqlConnection(Database.Administrator);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var change = new NpgsqlCommand($"SET LOCAL session_replication_role = replica; SET LOCAL search_path = {Commands.Instance}; {sql}", connection);
        Assert.True(await change.ExecuteNonQueryAsync() > 0);
        return new PostgresTables(connection, transaction, Commands.Instance);
    }

    public IStoredTables Read() => PostgresTables.Read(Database.App, Commands.Instance);

    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}

public sealed class PostgresJournalTests(PostgresServer server) : JournalSuite(new PostgresTrial(server));

public sealed class PostgresVerifyTests(PostgresServer server) : JournalVerifySuite(new PostgresTrial(server));

public sealed class PostgresOpeningTests(PostgresServer server) : InstanceOpeningSuite(new PostgresTrial(server));
