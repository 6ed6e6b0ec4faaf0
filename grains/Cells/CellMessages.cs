using System.Collections.Immutable;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Cells;

/// <summary>Something asked of a cell. <see cref="At"/> is stamped by the grain.</summary>
[GenerateSerializer, Immutable]
public abstract record CellCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

/// <summary>A case has come to the cell: somebody must have it. Who is on duty is stamped by the grain, from the roster.</summary>
[GenerateSerializer, Immutable, Alias("place-case")]
public sealed record PlaceCase([property: Id(0)] string CaseId, [property: Id(1)] AreaId Area, [property: Id(2)] bool HeadMayTakeIt) : CellCommand
{
    [Id(3)] public ImmutableArray<Candidate> OnDuty { get; init; } = [];

    [Id(4)] public bool HasRoster { get; init; }

    /// <summary>What the case is about; null: skills play no part.</summary>
    [Id(5)] public Category? Category { get; init; }

    /// <summary>Who has declined the case and is not asked again.</summary>
    [Id(6)] public ImmutableArray<ResponderId> Declined { get; init; } = [];

    /// <summary>How many on duty were left out: they declined, or have an interest in the building.</summary>
    [Id(7)] public int LeftOut { get; init; }

    /// <summary>The command with those on duty at the instant: the building's head, then the cell's workers, nearest first.</summary>
    public PlaceCase Stamped(Roster roster, AreaId cell, DateTimeOffset at)
    {
        var skill = Category is { } category ? Vocabulary.CodeOf(category) : null;
        var isQuarrel = Category is { } about && Vocabulary.IsQuarrel(about);
        var candidates = ImmutableArray.CreateBuilder<Candidate>();
        var leftOut = 0;
        if (HeadMayTakeIt && Area.Level == AreaLevel.Building)
            foreach (var head in roster.OnDutyFor(Area, at)) Add(new(head, Tier.Building, Skilled: false), interested: false); // it is the head's office to live there
        foreach (var worker in roster.OnDutyFor(cell, at))
            Add(new(worker, Tier.Cell, skill is not null && roster.HasSkill(worker, skill)), interested: isQuarrel && roster.IsRecused(worker, Area));
        return this with { At = at, HasRoster = !roster.IsEmpty, OnDuty = candidates.DrainToImmutable(), LeftOut = leftOut };

        void Add(Candidate candidate, bool interested)
        {
            if (interested || Declined.Contains(candidate.Responder)) leftOut++;
            else candidates.Add(candidate);
        }
    }
}

/// <summary>The case is no longer the cell's.</summary>
[GenerateSerializer, Immutable, Alias("leave-case")]
public sealed record LeaveCase([property: Id(0)] string CaseId) : CellCommand;

/// <summary>Somebody on duty who may take a case, and the tier it would then sit at.</summary>
[GenerateSerializer, Immutable, Alias("candidate")]
public readonly record struct Candidate([property: Id(0)] ResponderId Responder, [property: Id(1)] Tier Tier, [property: Id(2)] bool Skilled);

/// <summary>Something that happened in a cell.</summary>
public abstract record CellEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The cell chose who has the case, or found nobody.</summary>
[StoredName("case-placed")]
public sealed record CasePlaced(string CaseId, AreaId Area, PlacingOutcome Outcome, ResponderId? Responder, Tier? Tier, PlacingFacts Facts) : CellEvent;

/// <summary>The case moved on or ended.</summary>
[StoredName("case-left")]
public sealed record CaseLeft(string CaseId) : CellEvent;

public enum PlacingOutcome
{
    Chosen,
    NobodyOnDuty,
    NoRoster,
}
