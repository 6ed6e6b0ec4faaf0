using System.Diagnostics;
using GridActors.Journal;

namespace GridActors.Realms;

/// <summary>Something that happened to a realm instance as a whole.</summary>
public abstract record RealmEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The places (and people) that the instance works with from here on.</summary>
[StoredName("registry-adopted")]
public sealed record RegistryAdopted(string Hash, bool WithRoster) : RealmEvent;

/// <summary>The people that the instance works with from here on, as they were imported.</summary>
[StoredName("roster-adopted")]
public sealed record RosterAdopted(string Hash) : RealmEvent;

/// <summary>From this real instant on, the realm's clock stands at <see cref="RealmInstant"/> and runs at <see cref="Rate"/> (0 = paused).</summary>
[StoredName("clock-set")]
public sealed record ClockSet(double Rate, DateTimeOffset RealInstant, DateTimeOffset RealmInstant) : RealmEvent;

/// <summary>The one stream of an instance about itself: its registry, its people and its clock.</summary>
public sealed record Realm(RegistryAdopted? Registry, ClockSet? Clock)
{
    public static readonly Realm New = new(null, null);

    /// <summary>Imported people; null where nobody was imported.</summary>
    public RosterAdopted? Roster { get; init; }

    public static Realm Evolve(Realm realm, RealmEvent happened) => happened switch
    {
        RegistryAdopted it => realm with { Registry = it },
        RosterAdopted it => realm with { Roster = it },
        ClockSet it => realm with { Clock = it },
        _ => throw new UnreachableException(happened.GetType().Name),
    };
}

/// <summary>How the realm stream is folded.</summary>
public static class RealmStream
{
    public const string Kind = "realm";

    /// <summary>The stream's id within its instance; clock rows are left out when two runs are compared.</summary>
    public const string Id = "self";

    public static readonly Aggregate<Realm, RealmEvent> Aggregate = new(Kind, Realm.New, Realm.Evolve, static _ => [], static _ => "");

    public static StreamId Of(string instance) => StreamId.Of(instance, Partition.Open, Kind, Id);
}
