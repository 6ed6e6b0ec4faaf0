namespace GridActors.Silo.Realms;

/// <summary>One realm as it stands: its name (<c>live</c>, <c>demo</c>), its current instance, and its clock.</summary>
/// <param name="Name">What people and URLs call it.</param>
/// <param name="Instance">What everything is keyed by; <c>demo</c> is only a name for the current one.</param>
/// <param name="Kind"><c>live</c>, <c>demo</c> or <c>drill</c>.</param>
/// <param name="Rate">Realm seconds per real second; 1 in live.</param>
[GenerateSerializer, Immutable, Alias("realm-view")]
public sealed record RealmView(
    [property: Id(0)] string Name, [property: Id(1)] string Instance, [property: Id(2)] string Kind, [property: Id(3)] DateTimeOffset Now, [property: Id(4)] double Rate,
    [property: Id(5)] bool Paused);

/// <summary>What a realm works with: its registry, and its imported people or null.</summary>
[GenerateSerializer, Immutable, Alias("adopted-places")]
public sealed record AdoptedPlaces([property: Id(0)] string Registry, [property: Id(1)] string? Roster);

/// <summary>The realms this process serves.</summary>
public interface IRealms
{
    IReadOnlyList<RealmView> All { get; }

    /// <summary>By name or by the name of a current instance; null when there is no such realm (or no longer).</summary>
    RealmView? Find(string nameOrInstance);

    /// <summary>Sets the clock of a realm that is not live. Null: as it was.</summary>
    /// <exception cref="InvalidOperationException">The realm is live.</exception>
    Task<RealmView> SetClock(string instance, double? rate, bool? paused);

    /// <summary>Runs one step of a paused realm that is not live: the next instant on its agenda, until all is quiet.</summary>
    Task<RealmView> Step(string instance);

    /// <summary>Closes the demo's instance and opens the next one; live cannot be reached from here.</summary>
    Task<RealmView> WipeDemo();

    /// <summary>Lets a realm that nobody plays work with other places from now on; they were kept before. The hashes it works with afterwards.</summary>
    /// <exception cref="InvalidOperationException">The realm is a demo: its play knows its own places only.</exception>
    /// <exception cref="FileNotFoundException">There is no such registry.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    Task<AdoptedPlaces> AdoptRegistry(string instance, string hash);

    /// <summary>The same with people.</summary>
    Task<AdoptedPlaces> AdoptRoster(string instance, string hash);

    /// <summary>The hashes of what a realm works with.</summary>
    AdoptedPlaces PlacesOf(string instance);

    RealmStatus StatusOf(string instance);

    /// <summary>Tries the follow-ups that were set aside once more; answers how many could be carried out. Sealed ones only when asked for.</summary>
    Task<int> RetryParked(string instance, bool sealedToo);

    /// <summary>Raised when a realm's current instance was replaced: the realm's name. Handlers return at once.</summary>
    event Action<string>? Replaced;
}
