using System.Globalization;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Realms;

/// <summary>How realm instances begin, follow one another and end, whoever runs them.</summary>
public sealed class RealmMaking(ServedFolder files, IJournalStore journal, RealmGround ground, DistrictOptions options, ILogger<RealmMaking> log)
{
    /// <summary>Asia/Shanghai, without summer time.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private readonly Lock gate = new();
    private string? synthetic;

    /// <summary>The live realm's instance, made at the first start.</summary>
    public RealmInstance FindOrCreateLive() => files.Control.FindOrCreate(RealmNames.Live, RealmKind.Live, seed: null, files.Keys);

    /// <summary>The demo's current instance; a first one is made.</summary>
    public RealmInstance FindOrCreateDemo() => files.Control.FindOrCreate(RealmNames.Demo, RealmKind.Demo, (ulong)options.Seed, files.Keys);

    /// <summary>Sets an instance to work whose journal is open.</summary>
    public async Task<OpenRealm> Start(RealmInstance realm, RealmGround on, Func<bool>? clockStands = null)
    {
        var opened = new OpenRealm(realm, on, played: realm.Kind == RealmKind.Demo && options.Demo == DemoMode.On, clockStands);
        await opened.Start(NewRegistry, options.DemoStartsAt ?? MorningOf(ground.Time.GetUtcNow()), options.DemoRate);
        // the journal is the truth; a crash between the two leaves the table behind
        if (opened.Places.Registry != realm.RegistryHash) files.Control.SetRegistryHash(realm.Instance, opened.Places.Registry);
        return opened;
    }

    /// <summary>The demo that comes after this one: days follow one another with the next seed, the number in the instance's name. Nobody is shown it yet.</summary>
    public RealmInstance CreateAfter(string old) => files.Control.Create(
        RealmNames.Demo, RealmKind.Demo, (ulong)options.Seed + ulong.Parse(old.AsSpan(old.LastIndexOf('-') + 1), CultureInfo.InvariantCulture), files.Keys);

    /// <summary>Whether an instance was built to its end and takes writes. A crash may have left the first half-built, or one closed that was about to be replaced.</summary>
    public async Task<bool> IsWhole(string instance)
    {
        var head = journal.Head(instance, Partition.Open);
        if (head.Closed) return false;
        return head.Position == 0 || (await RealmDiary.Read(instance, journal, files.Secrets.KeysOf(instance), ground.Time)).Realm.Clock is not null;
    }

    /// <summary>What a crash left of instances that were being built or dropped.</summary>
    public async Task DropLeftovers()
    {
        foreach (var left in files.Control.Instances().Where(instance => !instance.IsCurrent && instance.Kind == RealmKind.Demo).ToArray()) files.Control.Drop(left.Instance);
        foreach (var dropped in files.Store.Leftovers().ToArray())
        {
            await journal.Drop(dropped);
            files.Forget(dropped);
        }
    }

    public async Task Drop(string instance)
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

    private string NewRegistry()
    {
        lock (gate) return synthetic ??= ground.Places.Keep(SyntheticDistrict.Generate(options.Seed, options.Buildings).Registry);
    }

    private static DateTimeOffset MorningOf(DateTimeOffset now) => new(now.ToOffset(Shanghai).Date.AddHours(9), Shanghai);
}
