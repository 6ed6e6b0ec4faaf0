using GridActors.Silo.Leases;
using GridActors.Tests.Silo;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Storage.Leases;

/// <summary>Silos that ask for the lease of one instance, with periods short enough to wait for.</summary>
public sealed class LeaseKeeperTests : IAsyncDisposable
{
    private static readonly LeaseTimes Short = new(
        TimeSpan.FromSeconds(4), RenewEvery: TimeSpan.FromMilliseconds(300), AskEvery: TimeSpan.FromMilliseconds(100), StopBefore: TimeSpan.FromSeconds(3));

    private readonly LeasesInMemory table = new(TimeProvider.System);
    private readonly List<LeaseKeeper> keepers = [];
    private readonly List<string> told = [];
    private int atWork, mostAtWork;

    [Fact]
    public async Task Of_several_that_ask_one_works_and_when_it_leaves_another_does()
    {
        var (first, second) = (Keeper("first"), Keeper("second"));
        first.Start();
        await Told("first begins under 1");
        second.Start();
        await first.DisposeAsync();
        await Told("second begins under 2");
        Assert.Equal(1, mostAtWork);
    }

    [Fact]
    public async Task Who_cannot_renew_stops_before_the_lease_runs_out()
    {
        var keeper = Keeper("first");
        keeper.Start();
        await Told("first begins under 1");
        table.IsAway = true;
        await Told("first ends under 1, lease standing");
        Assert.Equal(0, Volatile.Read(ref atWork));
    }

    [Fact]
    public async Task Who_lost_it_asks_again_and_has_a_greater_number()
    {
        var keeper = Keeper("first");
        keeper.Start();
        await Told("first begins under 1");
        table.IsAway = true;
        await Told("first ends under 1, lease standing");
        table.IsAway = false;
        await Told("first begins under 2");
        Assert.Equal([1, 2], table.Granted);
    }

    [Fact]
    public async Task Work_that_fails_gives_the_lease_back()
    {
        var keeper = new LeaseKeeper("live", "first", table, Short, TimeProvider.System, (_, _, _) => throw new InvalidOperationException("no"), NullLogger.Instance);
        keepers.Add(keeper);
        keeper.Start();
        await DistrictHost.Until(() => table.Granted.Count > 1, "the lease was kept");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var keeper in keepers) await keeper.DisposeAsync();
    }

    private LeaseKeeper Keeper(string owner)
    {
        var keeper = new LeaseKeeper("live", owner, table, Short, TimeProvider.System, (lease, term, over) => Work(owner, lease, term, over), NullLogger.Instance);
        keepers.Add(keeper);
        return keeper;
    }

    private async Task Work(string owner, Lease lease, LeaseTerm term, CancellationToken over)
    {
        Tell($"{owner} begins under {lease.Fence}");
        mostAtWork = Math.Max(mostAtWork, Interlocked.Increment(ref atWork));
        var stood = false;
        using (over.Register(() => stood = term.Stands && table.Stands(lease)))
            await Task.Delay(Timeout.InfiniteTimeSpan, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref atWork);
        Tell($"{owner} ends under {lease.Fence}{(stood ? ", lease standing" : "")}");
    }

    private void Tell(string what)
    {
        lock (told) told.Add(what);
    }

    private Task Told(string what) => DistrictHost.Until(
        () =>
        {
            lock (told) return told.Contains(what);
        },
        $"never told: {what}");
}
