using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Cells;

/// <summary>How a cell's stream is folded.</summary>
public static class CellStream
{
    public const string Kind = "cell";

    public static readonly Aggregate<Cell, CellEvent> Aggregate = new(Kind, Cell.Empty, Cell.Evolve, static _ => [], static _ => "");

    /// <summary>The cell's stream in the world of another stream.</summary>
    public static StreamId Of(StreamId beside, AreaId cell) => StreamId.Of(beside.Instance, beside.Partition, Kind, cell.Code);
}

/// <summary>The only door to a cell. Key: instance | partition | cell code.</summary>
[Alias("GridActors.Cells.ICellGrain")]
public interface ICellGrain : IGrainWithStringKey
{
    [Alias("Handle")]
    Task<Answer<CellRefusal>> Handle(CommandEnvelope envelope, CellCommand command);
}

/// <summary>A cell as a grain: stamps who is on duty, decides, records.</summary>
[PlaceByRealm]
public sealed class CellGrain(GrainServices services, IRealmPlaces places) : EventSourcedGrain<Cell, CellEvent>(CellStream.Aggregate, services), ICellGrain
{
    public Task<Answer<CellRefusal>> Handle(CommandEnvelope envelope, CellCommand command) => Transact<CellRefusal>(envelope, (cell, at) => Cell.Decide(
        cell, command is PlaceCase place ? place.Stamped(places.RosterOf(Stream.Instance), new(Stream.Id), at) : command with { At = at }));
}

/// <summary>What a cell's events ask of cases.</summary>
public static class CellFollowUp
{
    public static IEnumerable<FollowUp> Of(StreamId cell, CellEvent happened) => happened switch
    {
        CasePlaced { Responder: { } responder } it => [new("assign-dispute", Case(cell, it.CaseId), new AssignDispute(new(Actor.Rule), responder, it.Tier, it.Facts))],
        CasePlaced { Outcome: PlacingOutcome.NobodyOnDuty } it => [new("pass-on-dispute", Case(cell, it.CaseId), new PassOnDispute(it.Facts))],
        _ => [],
    };

    private static StreamId Case(StreamId cell, string caseId) => StreamId.Of(cell.Instance, cell.Partition, DisputeStream.Kind, caseId);
}
