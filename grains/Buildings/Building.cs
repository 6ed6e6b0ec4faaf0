using System.Diagnostics;
using GridActors.Journal;
using static GridActors.Journal.Decision<GridActors.Buildings.BuildingEvent, GridActors.Buildings.BuildingRefusal>;

namespace GridActors.Buildings;

/// <summary>Why a building says no. It never does yet.</summary>
public enum BuildingRefusal
{
    None,
}

/// <summary>Something asked of a building. <see cref="At"/> is stamped by the grain.</summary>
[GenerateSerializer, Immutable]
public abstract record BuildingCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

/// <summary>Somebody walked the building.</summary>
[GenerateSerializer, Immutable, Alias("record-visit")]
public sealed record RecordVisit([property: Id(0)] Actor By) : BuildingCommand;

/// <summary>Something that happened to a building.</summary>
public abstract record BuildingEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The building was walked; nothing that needs a case was found. By role only: visits are not counted per person.</summary>
[StoredName("building-visited")]
public sealed record BuildingVisited(string Role) : BuildingEvent;

/// <summary>What belongs to a building itself: when it was last walked. Its open cases are asked of the node's district view, not stored here.</summary>
public sealed record Building(DateTimeOffset? LastVisitAt)
{
    public static readonly Building Unvisited = new(LastVisitAt: null);

    public static Decision<BuildingEvent, BuildingRefusal> Decide(Building building, BuildingCommand command) => command switch
    {
        RecordVisit visit => building.LastVisitAt == visit.At ? NothingNew : Accept(new BuildingVisited(visit.By.Role) { At = visit.At }),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static Building Evolve(Building building, BuildingEvent happened) => happened switch
    {
        BuildingVisited it => new(it.At),
        _ => throw new UnreachableException(happened.GetType().Name),
    };
}
