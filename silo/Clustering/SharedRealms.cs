using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Leases;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Clustering;

/// <summary>What a silo needs to take part in running the realms.</summary>
internal sealed record SharedGround(
    RealmGround Realms, ILeaseTable Leases, IFencedFollowers Fenced, RealmHolders Holders, LeaseTimes Times, ILocalSiloDetails Silo, ILogger<LeaseKeeper> Log);

/// <summary>
/// The realms of a district that several silos share: every silo hosts grains, and asks for the lease of each instance; whoever has it runs the instance's clock, followers, due
/// loop and play. What is asked here is answered for the instances that this silo runs.
/// </summary>
internal sealed partial class SharedRealms(
    ServedFolder files, IJournalStore journal, SharedGround ground, SharedInstances instances, RealmMaking making, DistrictOptions options, ILogger<SharedRealms> log)
    : IRealms, IHostedService
{
    /// <summary>Others have seen by then that the realm's name means another instance, and read the old one no more.</summary>
    private static readonly TimeSpan DropAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, OpenRealm> run = new();
    private readonly ConcurrentDictionary<string, LeaseKeeper> keepers = new();
    private readonly SemaphoreSlim replacing = new(1, 1);
    private readonly CancellationTokenSource stopping = new();

    public event Action<string>? Replaced;

    public IReadOnlyList<RealmView> All => [.. run.Values.Select(realm => realm.View)];

    public RealmView? Find(string nameOrInstance) => At(nameOrInstance)?.View;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(making.FindOrCreateLive, cancellationToken);
        if (options.Demo != DemoMode.Off) await Task.Run(making.FindOrCreateDemo, cancellationToken);
        instances.Changed += Ask;
        await instances.Look();
        Ask();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        instances.Changed -= Ask;
        await stopping.CancelAsync();
        await Task.WhenAll(keepers.Values.Select(keeper => keeper.DisposeAsync().AsTask()));
    }

    public Task<RealmView> SetClock(string instance, double? rate, bool? paused) => Steer(instance, realm => realm.SetClock(rate, paused));

    public Task<RealmView> Step(string instance) => Steer(instance, realm => realm.Step());

    public async Task<RealmView> WipeDemo()
    {
        await replacing.WaitAsync(stopping.Token);
        try
        {
            var old = At(RealmNames.Demo) ?? throw new JournalUnavailableException("another silo runs the demo by now");
            await old.DisposeAsync();
            await journal.SetClosed(old.Realm.Instance);
            return await Replace(old.Realm.Instance);
        }
        finally
        {
            replacing.Release();
        }
    }

    public async Task<AdoptedPlaces> AdoptRegistry(string instance, string hash)
    {
        var realm = NotPlayed(instance);
        await realm.AdoptRegistry(hash);
        await Task.Run(() => files.Control.SetRegistryHash(realm.Realm.Instance, hash));
        return realm.Places;
    }

    public async Task<AdoptedPlaces> AdoptRoster(string instance, string hash)
    {
        var realm = NotPlayed(instance);
        await realm.AdoptRoster(hash);
        return realm.Places;
    }

    public AdoptedPlaces PlacesOf(string instance) => Here(instance).Places;

    public RealmStatus StatusOf(string instance) => Here(instance).Status;

    public Task<int> RetryParked(string instance, bool sealedToo) => Here(instance).RetryParked(sealedToo);

    private OpenRealm? At(string nameOrInstance) =>
        run.TryGetValue(nameOrInstance, out var realm) ? realm : run.Values.FirstOrDefault(one => one.Realm.Name == nameOrInstance);

    private OpenRealm Here(string instance) => At(instance) ?? throw new JournalUnavailableException("another silo runs the realm by now");

    private OpenRealm NotPlayed(string instance) => Here(instance) is { Realm.Kind: not RealmKind.Demo } realm
        ? realm
        : throw new InvalidOperationException("a demo works with its own places and people");

    private async Task<RealmView> Steer(string instance, Func<OpenRealm, Task> act)
    {
        var realm = Here(instance);
        if (realm.Realm.Kind == RealmKind.Live) throw new InvalidOperationException("only a realm that is not live can be steered");
        await act(realm);
        return realm.View;
    }

    /// <summary>A keeper for every instance that a realm's name means, and none for others.</summary>
    private void Ask()
    {
        foreach (var one in instances.Current) KeeperOf(one.Realm);
        foreach (var (instance, keeper) in keepers)
        {
            if (instances.Knows(instance) || !keepers.TryRemove(instance, out _)) continue;
            _ = Task.Run(async () => await keeper.DisposeAsync());
        }
    }

    private void KeeperOf(RealmInstance realm)
    {
        if (stopping.IsCancellationRequested) return;
        var keeper = new LeaseKeeper(
            realm.Instance, ground.Silo.SiloAddress.ToParsableString(), ground.Leases, ground.Times, ground.Realms.Time, (lease, term, over) => Run(realm, lease, term, over), ground.Log);
        if (keepers.TryAdd(realm.Instance, keeper)) keeper.Start();
    }

    /// <summary>Runs the instance until the lease is over.</summary>
    private async Task Run(RealmInstance realm, Lease lease, LeaseTerm term, CancellationToken over)
    {
        if (!instances.Knows(realm.Instance)) return; // its name means another by now
        ground.Holders.Forget();
        await journal.CatchUp(realm.Instance); // what the holder before wrote in its last moment
        if (realm.IsCurrent && realm.Kind == RealmKind.Demo) await making.DropLeftovers();
        if (realm.Kind == RealmKind.Demo && !await making.IsWhole(realm.Instance))
        {
            await Replace(realm.Instance);
            return;
        }
        ground.Fenced.Fence(realm.Instance, lease.Fence);
        var isLive = realm.Kind == RealmKind.Live;
        var opened = await making.Start(realm, ground.Realms with { IsShared = true }, isLive ? null : () => term.Stands);
        run[realm.Instance] = opened;
        try
        {
            await instances.Look();
            await Task.Delay(Timeout.InfiniteTimeSpan, ground.Realms.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            run.TryRemove(realm.Instance, out _);
            await opened.DisposeAsync();
            if (!isLive) ground.Realms.Clocks.Remove(realm.Instance);
            ground.Holders.Forget();
        }
    }

    /// <summary>Builds the demo's next instance under a lease of its own, lets the name mean it, and drops the old one when nobody reads it any more.</summary>
    private async Task<RealmView> Replace(string old)
    {
        var next = await Task.Run(() => making.CreateAfter(old));
        await instances.Open(next);
        KeeperOf(next);
        var opened = await Opened(next.Instance);
        await Task.Run(() => files.Control.MakeCurrent(next.Instance));
        await instances.Look();
        Replaced?.Invoke(RealmNames.Demo);
        _ = Task.Run(() => DropLater(old), CancellationToken.None);
        return opened.View;
    }

    private async Task<OpenRealm> Opened(string instance)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20), ground.Realms.Time);
        while (true)
        {
            if (run.TryGetValue(instance, out var opened)) return opened;
            await look.WaitForNextTickAsync(stopping.Token);
        }
    }

    private async Task DropLater(string instance)
    {
        try
        {
            await Task.Delay(DropAfter, ground.Realms.Time, stopping.Token);
            await making.Drop(instance);
        }
        catch (OperationCanceledException)
        {
            LogLeft(instance);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "what is left of {Instance} is removed later")]
    private partial void LogLeft(string instance);
}
