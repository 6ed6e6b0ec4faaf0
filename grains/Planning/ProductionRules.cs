using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Buildings;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>The same rules that the grains run, for a run in memory: stamps the command as its grain would, and decides.</summary>
internal sealed record ProductionRules(RuleSet Rules, Roster Roster)
{
    public (ImmutableArray<object> Events, string? Refusal) Decide(StreamId stream, object state, object command, DateTimeOffset at) => command switch
    {
        DisputeCommand asked => Told(Dispute.Decide((Dispute)state, asked.Stamped((Dispute)state, stream, Roster, at), Rules)),
        PlaceCase asked => Told(Cells.Cell.Decide((Cells.Cell)state, asked.Stamped(Roster, new(stream.Id), at))),
        CellCommand asked => Told(Cells.Cell.Decide((Cells.Cell)state, asked with { At = at })),
        ResponderCommand asked => Told(ResponderTasks.Decide((ResponderTasks)state, asked.Stamped(stream, Roster, at))),
        BuildingCommand asked => Told(Buildings.Building.Decide((Buildings.Building)state, asked with { At = at })),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static (ImmutableArray<object>, string?) Told<TEvent, TRefusal>(Decision<TEvent, TRefusal> decision)
        where TEvent : class
        where TRefusal : struct, Enum => (ImmutableArray<object>.CastUp(decision.Events), decision.Refusal?.ToString());
}
