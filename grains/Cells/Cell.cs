using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Journal.Decision<GridActors.Cells.CellEvent, GridActors.Cells.CellRefusal>;

namespace GridActors.Cells;

/// <summary>Why a cell says no. It never does: every case that comes is placed or passed on.</summary>
public enum CellRefusal
{
    None,
}

/// <summary>A grid cell: which open cases are with it, and with whom.</summary>
public sealed record Cell(ImmutableDictionary<string, Placement> Cases)
{
    /// <summary>How many open cases a fitting skill weighs.</summary>
    public const int SkillCases = 2;

    public static readonly Cell Empty = new(ImmutableDictionary<string, Placement>.Empty);

    public static Decision<CellEvent, CellRefusal> Decide(Cell cell, CellCommand command) => command switch
    {
        PlaceCase place => Accept(Placed(cell, place)),
        LeaveCase leave => cell.Cases.ContainsKey(leave.CaseId) ? Accept(new CaseLeft(leave.CaseId) { At = leave.At }) : NothingNew,
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static Cell Evolve(Cell cell, CellEvent happened) => happened switch
    {
        CasePlaced it => new(cell.Cases.SetItem(it.CaseId, new(it.Responder))),
        CaseLeft it => new(cell.Cases.Remove(it.CaseId)),
        _ => throw new UnreachableException(happened.GetType().Name),
    };

    /// <summary>
    /// The head of the building when the rule lets him have it and he is on duty; else the worker on duty with the fewest open cases, where a skill that the
    /// case asks for counts like <see cref="SkillCases"/> fewer, the cell's own first among equals; else nobody, and the case is passed on. Without any roster it stays where it is
    /// and climbs by the clock.
    /// </summary>
    private static CasePlaced Placed(Cell cell, PlaceCase place)
    {
        var loads = Loads(cell, place);
        var chosen = -1;
        for (var i = 0; i < loads.Length; i++)
        {
            var fits = place.OnDuty[i].Tier == Tier.Cell || place.OnDuty[i].Tier == Tier.Building && place.HeadMayTakeIt;
            if (fits && (chosen < 0 || Before(i, chosen))) chosen = i;
        }
        Candidate? who = chosen < 0 ? null : place.OnDuty[chosen];
        var outcome = who is not null ? PlacingOutcome.Chosen : place.HasRoster ? PlacingOutcome.NobodyOnDuty : PlacingOutcome.NoRoster;
        var facts = new PlacingFacts(place.OnDuty.Length + place.LeftOut, chosen < 0 ? 0 : loads[chosen])
        {
            Skilled = who is { Skilled: true } ? true : null,
            LeftOut = place.LeftOut == 0 ? null : place.LeftOut,
        };
        return new(place.CaseId, place.Area, outcome, who?.Responder, who?.Tier, facts) { At = place.At };

        bool Before(int one, int other) => (place.OnDuty[one].Tier, place.OnDuty[other].Tier) switch
        {
            (Tier.Building, Tier.Cell) => true,
            (Tier.Cell, Tier.Cell) => Weight(one) < Weight(other),
            _ => false,
        };

        int Weight(int i) => loads[i] - (place.OnDuty[i].Skilled ? SkillCases : 0);
    }

    /// <summary>How many of the cell's other cases each candidate has, counted in one pass: this is asked for every case.</summary>
    private static int[] Loads(Cell cell, PlaceCase place)
    {
        var loads = new int[place.OnDuty.Length];
        foreach (var (caseId, placement) in cell.Cases)
        {
            if (caseId == place.CaseId) continue;
            for (var i = 0; i < loads.Length; i++)
                if (placement.Responder == place.OnDuty[i].Responder) loads[i]++;
        }
        return loads;
    }
}

/// <summary>Who has a case of the cell; null when nobody could be found.</summary>
public sealed record Placement(ResponderId? Responder);
