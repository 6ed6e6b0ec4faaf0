using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Leases;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

namespace GridActors.Tests.Storage.Leases;

/// <summary>Leases in the control table, and what may be written under them.</summary>
public sealed class PostgresLeasesTests(PostgresServer server) : IAsyncLifetime
{
    private const string Instance = "live";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1), Over = TimeSpan.FromMilliseconds(-1);

    private PostgresDatabase database = null!;
    private NpgsqlDataSource service = null!;
    private PostgresLeases leases = null!;

    public async ValueTask InitializeAsync()
    {
        database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
        await PostgresServer.Execute(database.Owner, $"INSERT INTO control.control VALUES ('{Instance}', 'live', 'live', '', '\\x00', 1, 1)");
        service = NpgsqlDataSource.Create(database.App);
        leases = new(service);
    }

    [Fact]
    public async Task One_holds_it_until_it_runs_out_or_is_given_back_and_every_holder_has_a_greater_number()
    {
        var first = (await leases.TryTake(Instance, "first", Long))!;
        Assert.Null(await leases.TryTake(Instance, "second", Long));
        Assert.Equal([new(Instance, "first")], await leases.Holders());
        Assert.True(await leases.Renew(first, Long));
        await leases.Release(first);
        Assert.Empty(await leases.Holders());
        var second = (await leases.TryTake(Instance, "second", Over))!;
        var third = (await leases.TryTake(Instance, "third", Long))!; // the second's time was over at once
        Assert.True(first.Fence < second.Fence && second.Fence < third.Fence);
    }

    [Fact]
    public async Task What_ran_out_or_was_taken_cannot_be_renewed_nor_given_back()
    {
        var first = (await leases.TryTake(Instance, "first", Over))!;
        Assert.False(await leases.Renew(first, Long));
        var second = (await leases.TryTake(Instance, "second", Long))!;
        Assert.False(await leases.Renew(first, Long));
        await leases.Release(first);
        Assert.True(await leases.Renew(second, Long));
    }

    [Fact]
    public async Task Many_that_ask_at_once_are_told_apart()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(async () => await leases.TryTake(Instance, $"silo-{n}", Long))));
        Assert.Single(told, lease => lease is not null);
    }

    [Fact]
    public async Task Who_was_followed_by_another_can_neither_save_nor_set_aside()
    {
        var row = new ParkedRow(Partition.Open, "cell/X", "dispute/Y@1", "place-case", 0, 4, "TimeoutException");
        await using var first = await Under((await leases.TryTake(Instance, "first", Long))!);
        await first.SaveFollowed(Instance, Partition.Open, 7);
        await first.Park(Instance, row);
        await first.Park(Instance, row with { Tries = 5 });
        Assert.Equal([7L], await Read("position FROM live.followers"));
        Assert.Equal([5], await Read("tries FROM live.parked"));

        await PostgresServer.Execute(database.Owner, "UPDATE control.control SET leaseExpiry = now() - interval '1 s'");
        await using var second = await Under((await leases.TryTake(Instance, "second", Long))!);
        await Assert.ThrowsAsync<SupersededFollowerException>(async () => await first.SaveFollowed(Instance, Partition.Open, 9));
        await Assert.ThrowsAsync<SupersededFollowerException>(async () => await first.Park(Instance, row with { Tries = 6 }));
        await Assert.ThrowsAsync<SupersededFollowerException>(async () => await first.Unpark(Instance, row));
        Assert.Equal([7L], await Read("position FROM live.followers"));
        Assert.Equal([5], await Read("tries FROM live.parked"));

        await second.SaveFollowed(Instance, Partition.Open, 8);
        await second.Unpark(Instance, row);
        await second.Unpark(Instance, row);
        Assert.Equal([8L], await Read("position FROM live.followers"));
        Assert.Empty(await Read("tries FROM live.parked"));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>The store as the process sees it that holds the lease.</summary>
    private async Task<PostgresJournal> Under(Lease lease)
    {
        var store = new PostgresJournal(database.App);
        await store.Open(Instance);
        store.Fence(Instance, lease.Fence);
        return store;
    }

    private async Task<List<object>> Read(string what)
    {
        await using var command = service.CreateCommand($"SELECT {what}");
        await using var rows = await command.ExecuteReaderAsync();
        List<object> found = [];
        while (await rows.ReadAsync()) found.Add(rows.GetValue(0));
        return found;
    }
}
