using System.Collections.Concurrent;
using System.Globalization;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Realms;

/// <summary>Opens the realms of a data folder, keeps them at work, and replaces the demo's instance.</summary>
public sealed class OpenRealms(ServedFolder files, IJournalStore journal, RealmGround ground, DistrictOptions options, ILogger<OpenRealms> log) : IRealms, IHostedService
{
    private const string Live = "live";
    private const string Demo = "demo";

    /// <summary>Asia/Shanghai, without summer time.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private readonly ConcurrentDictionary<string, OpenRealm> byName = new();
    private readonly SemaphoreSlim replacing = new(1);
    private string? synthetic;

    public event Action<string>? Replaced;

    public IReadOnlyList<RealmView> All => [.. byName.Values.Select(realm => realm.View).OrderByDescending(view => view.Name, StringComparer.Ordinal)];

    public RealmView? Find(string nameOrInstance) => At(nameOrInstance)?.View;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await DropLeftovers();
        await Open(files.Control.FindOrCreate(Live, RealmKind.Live, seed: null, files.Keys));
        if (options.Demo == DemoMode.Off) return;
        var demo = files.Control.FindOrCreate(Demo, RealmKind.Demo, (ulong)options.Seed, files.Keys);
        await files.OpenJournal(journal, demo.Instance);
        if (await IsWhole(demo.Instance)) byName[Demo] = await Opened(demo);
        else await Replace(demo.Instance);
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
            var old = byName.TryGetValue(Demo, out var open) ? open : throw new InvalidOperationException("there is no demo in this process");
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
        byName[realm.Name] = await Opened(realm);
    }

    private async Task<OpenRealm> Opened(RealmInstance realm)
    {
        var opened = new OpenRealm(realm, ground, played: realm.Kind == RealmKind.Demo && options.Demo == DemoMode.On);
        await opened.Start(NewRegistry, options.DemoStartsAt ?? MorningOf(ground.Time.GetUtcNow()), options.DemoRate);
        // the journal is the truth; a crash between the two leaves the table behind
        if (opened.Places.Registry != realm.RegistryHash) files.Control.SetRegistryHash(realm.Instance, opened.Places.Registry);
        return opened;
    }

    /// <summary>Builds and names the demo's next instance, and drops the old one behind everybody's back.</summary>
    private async Task<OpenRealm> Replace(string old)
    {
        var next = files.Control.Create(Demo, RealmKind.Demo, SeedAfter(old), files.Keys);
        await files.OpenJournal(journal, next.Instance);
        var opened = await Opened(next);
        files.Control.MakeCurrent(next.Instance);
        byName[Demo] = opened;
        Replaced?.Invoke(Demo);
        _ = Task.Run(() => Drop(old), CancellationToken.None);
        return opened;
    }

    /// <summary>Days follow one another with the next seed: the number in the instance's name.</summary>
    private ulong SeedAfter(string old) => (ulong)options.Seed + ulong.Parse(old.AsSpan(old.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);

    /// <summary>Whether an instance was built to its end and takes writes. A crash may have left the first half-built, or one closed that was about to be replaced.</summary>
    private async Task<bool> IsWhole(string instance)
    {
        var head = journal.Head(instance, Partition.Open);
        if (head.Closed) return false;
        return head.Position == 0 || (await RealmDiary.Read(instance, journal, files.Secrets.KeysOf(instance), ground.Time)).Realm.Clock is not null;
    }

    private string NewRegistry() => synthetic ??= ground.Places.Keep(SyntheticDistrict.Generate(options.Seed, options.Buildings).Registry);

    private static DateTimeOffset MorningOf(DateTimeOffset now) => new(now.ToOffset(Shanghai).Date.AddHours(9), Shanghai);

    /// <summary>What a crash left of instances that were being built or dropped.</summary>
    private async Task DropLeftovers()
    {
        foreach (var left in files.Control.Instances().Where(instance => !instance.IsCurrent && instance.Kind == RealmKind.Demo).ToArray()) files.Control.Drop(left.Instance);
        foreach (var dropped in files.Store.Leftovers().ToArray())
        {
            await journal.Drop(dropped);
            files.Forget(dropped);
        }
    }

    private async Task Drop(string instance)
    {
        try
        {
            files.Control.Drop(instance);
            await journal.Drop(instance);
            files.Forget(instance);
            ground.Clocks.Remove(instance);
            ground.Places.Remove(instance);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "what is left of {Instance} is removed at the next start", instance);
        }
    }
}
