using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Hosting;

namespace GridActors.Silo.Realms;

/// <summary>Opens the realms of a data folder, keeps them at work, and replaces the demo's instance.</summary>
public sealed class OpenRealms(ServedFolder files, IJournalStore journal, RealmGround ground, RealmMaking making, DistrictOptions options) : IRealms, IHostedService
{
    private readonly ConcurrentDictionary<string, OpenRealm> byName = new();
    private readonly SemaphoreSlim replacing = new(1);

    public event Action<string>? Replaced;

    public IReadOnlyList<RealmView> All => [.. byName.Values.Select(realm => realm.View).OrderByDescending(view => view.Name, StringComparer.Ordinal)];

    public RealmView? Find(string nameOrInstance) => At(nameOrInstance)?.View;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await making.DropLeftovers();
        await Open(making.FindOrCreateLive());
        if (options.Demo == DemoMode.Off) return;
        await replacing.WaitAsync(cancellationToken); // its people may find it too large before it has a name here
        try
        {
            var demo = making.FindOrCreateDemo();
            await files.OpenJournal(journal, demo.Instance);
            if (await making.IsWhole(demo.Instance)) byName[RealmNames.Demo] = await making.Start(demo, ground);
            else await Replace(demo.Instance);
        }
        finally
        {
            replacing.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var realm in byName.Values) await realm.DisposeAsync();
    }

    public async Task<RealmView> SetClock(string instance, double? rate, bool? paused)
    {
        var realm = NotLive(instance);
        await realm.SetClock(rate, paused);
        return realm.View;
    }

    public async Task<RealmView> Step(string instance)
    {
        var realm = NotLive(instance);
        await realm.Step();
        return realm.View;
    }

    public async Task<RealmView> WipeDemo()
    {
        await replacing.WaitAsync();
        try
        {
            var old = byName.TryGetValue(RealmNames.Demo, out var open) ? open : throw new InvalidOperationException("there is no demo in this process");
            await old.DisposeAsync();
            await journal.SetClosed(old.Realm.Instance);
            return (await Replace(old.Realm.Instance)).View;
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
        files.Control.SetRegistryHash(realm.Realm.Instance, hash);
        return realm.Places;
    }

    public async Task<AdoptedPlaces> AdoptRoster(string instance, string hash)
    {
        var realm = NotPlayed(instance);
        await realm.AdoptRoster(hash);
        return realm.Places;
    }

    public AdoptedPlaces PlacesOf(string instance) => (At(instance) ?? throw new InvalidOperationException("no such realm")).Places;

    public RealmStatus StatusOf(string instance) => (At(instance) ?? throw new InvalidOperationException("no such realm")).Status;

    public Task<int> RetryParked(string instance, bool sealedToo) => (At(instance) ?? throw new InvalidOperationException("no such realm")).RetryParked(sealedToo);

    private OpenRealm? At(string nameOrInstance) =>
        byName.TryGetValue(nameOrInstance, out var named) ? named : byName.Values.FirstOrDefault(realm => realm.Realm.Instance == nameOrInstance);

    private OpenRealm NotLive(string instance) => At(instance) is { Realm.Kind: not RealmKind.Live } realm
        ? realm
        : throw new InvalidOperationException("only a realm that is not live can be steered");

    private OpenRealm NotPlayed(string instance) => At(instance) is { Realm.Kind: not RealmKind.Demo } realm
        ? realm
        : throw new InvalidOperationException("a demo works with its own places and people");

    private async Task Open(RealmInstance realm)
    {
        await files.OpenJournal(journal, realm.Instance);
        byName[realm.Name] = await making.Start(realm, ground);
    }

    /// <summary>Builds and names the demo's next instance, and drops the old one behind everybody's back.</summary>
    private async Task<OpenRealm> Replace(string old)
    {
        var next = making.CreateAfter(old);
        await files.OpenJournal(journal, next.Instance);
        var opened = await making.Start(next, ground);
        files.Control.MakeCurrent(next.Instance);
        byName[RealmNames.Demo] = opened;
        Replaced?.Invoke(RealmNames.Demo);
        _ = Task.Run(() => making.Drop(old), CancellationToken.None);
        return opened;
    }
}
