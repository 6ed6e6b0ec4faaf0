using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Buildings;

/// <summary>How a building's stream is folded.</summary>
public static class BuildingStream
{
    public const string Kind = "building";

    public static readonly Aggregate<Building, BuildingEvent> Aggregate = new(Kind, Building.Unvisited, Building.Evolve, static _ => [], static _ => "");
}

/// <summary>This node's live view of the district, folded from the open partition: which cases are open in a building.</summary>
public interface IDistrictView
{
    IReadOnlyCollection<string> OpenCasesIn(string instance, AreaId building);
}

/// <summary>A building's live state: its head, what is open in it, when it was last walked.</summary>
[GenerateSerializer, Immutable, Alias("building-state")]
public sealed record BuildingState(
    [property: Id(0)] AreaId Building, [property: Id(1)] ResponderId? Head, [property: Id(2)] bool HeadOnDuty, [property: Id(3)] ImmutableArray<string> OpenCases,
    [property: Id(4)] DateTimeOffset? LastVisitAt);

/// <summary>The only door to a building. Key: instance | partition | building code.</summary>
[Alias("GridActors.Buildings.IBuildingGrain")]
public interface IBuildingGrain : IGrainWithStringKey
{
    [Alias("Handle")]
    Task<Answer<BuildingRefusal>> Handle(CommandEnvelope envelope, BuildingCommand command);

    [Alias("State")]
    Task<BuildingState> State();
}

/// <summary>A building as a grain: its own events; its open cases are asked of the district view when somebody wants to know.</summary>
[PlaceByRealm]
public sealed class BuildingGrain(GrainServices services, IRealmPlaces places, IRealmClocks clocks, IDistrictView district)
    : EventSourcedGrain<Building, BuildingEvent>(BuildingStream.Aggregate, services), IBuildingGrain
{
    public Task<Answer<BuildingRefusal>> Handle(CommandEnvelope envelope, BuildingCommand command) =>
        Transact<BuildingRefusal>(envelope, (building, at) => Building.Decide(building, command with { At = at }));

    public async Task<BuildingState> State()
    {
        var building = (await Current()).State;
        var roster = places.RosterOf(Stream.Instance);
        var id = new AreaId(Stream.Id);
        return new(
            id, roster.HeadOf(id), roster.OnDutyFor(id, clocks.Now(Stream.Instance)).Count > 0, [.. district.OpenCasesIn(Stream.Instance, id).Order(StringComparer.Ordinal)], building.LastVisitAt);
    }
}
