using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>Something asked of a case. <see cref="At"/> is stamped by the grain. Rows are ids of vault rows; nothing here is personal text.</summary>
[GenerateSerializer, Immutable]
public abstract record DisputeCommand
{
    /// <summary>Realm time, stamped by the grain.</summary>
    [Id(0)] public DateTimeOffset At { get; init; }

    /// <summary>What the roster says about it, stamped by the grain; null where it plays no part, or there is no roster.</summary>
    [Id(1)] public DutyFacts? Duty { get; init; }
}

/// <summary>Somebody reports a quarrel, hazard or request. Severity null: the rules choose by category.</summary>
[GenerateSerializer, Immutable, Alias("report-dispute")]
public sealed record ReportDispute([property: Id(0)] Category Category, [property: Id(1)] Severity? Severity, [property: Id(2)] AreaId Area, [property: Id(3)] string ReportRow)
    : DisputeCommand;

/// <summary>An operator takes the case on: the mediation term begins.</summary>
[GenerateSerializer, Immutable, Alias("accept-dispute")]
public sealed record AcceptDispute([property: Id(0)] Actor By) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("refuse-dispute")]
public sealed record RefuseDispute([property: Id(0)] Actor By, [property: Id(1)] RefuseReason Reason, [property: Id(2)] string? TextRow) : DisputeCommand;

/// <summary>An operator corrects place, category or severity. Null: as it was.</summary>
[GenerateSerializer, Immutable, Alias("triage-dispute")]
public sealed record TriageDispute(
    [property: Id(0)] Actor By, [property: Id(1)] AreaId? Area, [property: Id(2)] Category? Category, [property: Id(3)] Severity? Severity, [property: Id(4)] string ReasonRow)
    : DisputeCommand;

/// <summary>The cell, or an operator, gives the case to a responder.</summary>
[GenerateSerializer, Immutable, Alias("assign-dispute")]
public sealed record AssignDispute([property: Id(0)] Actor By, [property: Id(1)] ResponderId Responder, [property: Id(2)] Tier? Tier, [property: Id(3)] PlacingFacts? Facts) : DisputeCommand;

/// <summary>The cell found nobody on duty: the case is passed on at once.</summary>
[GenerateSerializer, Immutable, Alias("pass-on-dispute")]
public sealed record PassOnDispute([property: Id(0)] PlacingFacts Facts) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("acknowledge-dispute")]
public sealed record AcknowledgeDispute([property: Id(0)] Actor By) : DisputeCommand;

/// <summary>Takes an acknowledgement back: the acknowledge clock of the tier starts again.</summary>
[GenerateSerializer, Immutable, Alias("release-dispute")]
public sealed record ReleaseDispute([property: Id(0)] Actor By, [property: Id(1)] string ReasonRow) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("note-dispute")]
public sealed record NoteDispute([property: Id(0)] Actor By, [property: Id(1)] string TextRow) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("settle-dispute")]
public sealed record SettleDispute([property: Id(0)] Actor By, [property: Id(1)] string TermsRow) : DisputeCommand;

/// <summary>Takes a settlement back: the acknowledge clock starts afresh, nothing fires at once.</summary>
[GenerateSerializer, Immutable, Alias("reopen-dispute")]
public sealed record ReopenDispute([property: Id(0)] Actor By, [property: Id(1)] string ReasonRow) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("withdraw-dispute")]
public sealed record WithdrawDispute([property: Id(0)] Actor By, [property: Id(1)] string? ReasonRow) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("close-dispute")]
public sealed record CloseDispute([property: Id(0)] Actor By, [property: Id(1)] CloseReason Reason) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("level-up-dispute")]
public sealed record LevelUpDispute([property: Id(0)] Actor By, [property: Id(1)] string ReasonRow) : DisputeCommand;

[GenerateSerializer, Immutable, Alias("level-down-dispute")]
public sealed record LevelDownDispute([property: Id(0)] Actor By, [property: Id(1)] string ReasonRow) : DisputeCommand;

/// <summary>A deadline of the case has passed.</summary>
[GenerateSerializer, Immutable, Alias("dispute-deadline-passed")]
public sealed record DisputeDeadlinePassed([property: Id(0)] string Kind, [property: Id(1)] DateTimeOffset DueAt) : DisputeCommand;

/// <summary>Violence was found in an open case: its sealed twin begins here, in the sealed partition (contract §8).</summary>
[GenerateSerializer, Immutable, Alias("seal-dispute")]
public sealed record SealDispute(
    [property: Id(0)] Actor By, [property: Id(1)] string OpenCaseId, [property: Id(2)] AreaId Area, [property: Id(3)] string ReportRow,
    [property: Id(4)] CloseReason CloseReason, [property: Id(5)] Actor OpenBy, [property: Id(6)] CommandId OpenCommand) : DisputeCommand;

/// <summary>The open twin could not be closed; only the sealed partition hears of it.</summary>
[GenerateSerializer, Immutable, Alias("record-twin-refusal")]
public sealed record RecordTwinRefusal([property: Id(0)] string Reason) : DisputeCommand;

public enum RefuseReason
{
    NotOurs,
    NoFacts,
    Abusive,
}

public enum CloseReason
{
    Transferred,
    Duplicate,
    MovedAway,
    NoContact,

    /// <summary>Somebody went there and found nothing.</summary>
    NothingFound,
}

/// <summary>What a placement was decided on: how many were on duty, and how many open cases the chosen one had.</summary>
[GenerateSerializer, Immutable, Alias("placing-facts")]
public sealed record PlacingFacts([property: Id(0)] int OnDuty, [property: Id(1)] int Load)
{
    /// <summary>The chosen one can do what the case is about; null: not, or it played no part.</summary>
    [Id(2)] public bool? Skilled { get; init; }

    /// <summary>How many on duty were not asked: they had declined it, or have an interest in the building.</summary>
    [Id(3)] public int? LeftOut { get; init; }
}
