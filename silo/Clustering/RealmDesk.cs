using GridActors.Silo.Realms;
using Orleans.Concurrency;

namespace GridActors.Silo.Clustering;

/// <summary>How a realm instance stands at the silo that runs it.</summary>
[GenerateSerializer, Immutable, Alias("desk-report")]
public sealed record DeskReport([property: Id(0)] RealmView View, [property: Id(1)] RealmStatus Status);

/// <summary>Where other processes ask about a realm instance and steer it: beside the instance's clock. Key: <see cref="RealmDesk.KeyOf"/>.</summary>
[Alias("GridActors.Realms.IRealmDesk")]
public interface IRealmDesk : IGrainWithStringKey
{
    [Alias("Look")]
    Task<DeskReport> Look();

    [Alias("SetClock")]
    Task<RealmView> SetClock(double? rate, bool? paused);

    /// <summary>A step may run through many instants.</summary>
    [Alias("Step"), ResponseTimeout("00:02:00")]
    Task<RealmView> Step();

    /// <summary>Fills the next instance before it answers.</summary>
    [Alias("Wipe"), ResponseTimeout("00:02:00")]
    Task<RealmView> Wipe();

    [Alias("AdoptRegistry"), ResponseTimeout("00:02:00")]
    Task<AdoptedPlaces> AdoptRegistry(string hash);

    [Alias("AdoptRoster"), ResponseTimeout("00:02:00")]
    Task<AdoptedPlaces> AdoptRoster(string hash);

    [Alias("RetryParked"), ResponseTimeout("00:02:00")]
    Task<int> RetryParked(bool sealedToo);
}

/// <summary>The desk answers for what its silo runs; when that is elsewhere by now it leaves, and is found there.</summary>
[GridActors.Journal.PlaceByRealm, Reentrant]
internal sealed class RealmDesk(IRealms realms) : Grain, IRealmDesk
{
    /// <summary>What a desk's key ends with; it is placed beside its realm even in live.</summary>
    public const string KeySuffix = "|open|desk";

    private string Instance => this.GetPrimaryKeyString()[..^KeySuffix.Length];

    public static string KeyOf(string instance) => instance + KeySuffix;

    public Task<DeskReport> Look() => Here(() => Task.FromResult(new DeskReport(realms.Find(Instance)!, realms.StatusOf(Instance))));

    public Task<RealmView> SetClock(double? rate, bool? paused) => Here(() => realms.SetClock(Instance, rate, paused));

    public Task<RealmView> Step() => Here(() => realms.Step(Instance));

    public Task<RealmView> Wipe() => Here(realms.WipeDemo);

    public Task<AdoptedPlaces> AdoptRegistry(string hash) => Here(() => realms.AdoptRegistry(Instance, hash));

    public Task<AdoptedPlaces> AdoptRoster(string hash) => Here(() => realms.AdoptRoster(Instance, hash));

    public Task<int> RetryParked(bool sealedToo) => Here(() => realms.RetryParked(Instance, sealedToo));

    private Task<T> Here<T>(Func<Task<T>> act)
    {
        if (realms.Find(Instance) is not null) return act();
        DeactivateOnIdle();
        throw new GridActors.Journal.JournalUnavailableException("another silo runs the realm by now");
    }
}
