using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>Something that happened to a case. Codes and ids only: what ends in Row is the id of a vault row.</summary>
public abstract record DisputeEvent
{
    /// <summary>Realm time.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The report is in the book; somebody must acknowledge it by <see cref="AcknowledgeDueAt"/>.</summary>
[StoredName("dispute-reported")]
public sealed record DisputeReported(
    Category Category, Severity Severity, AreaId Area, Tier Tier, string ReportRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, Tier? AlsoTold) : DisputeEvent;

/// <summary>The case is taken on; the law's mediation term runs until <see cref="TermEndsAt"/>.</summary>
[StoredName("dispute-accepted")]
public sealed record DisputeAccepted(Actor By, DateTimeOffset TermEndsAt, RuleRef Rule) : DisputeEvent;

/// <summary>The case is not taken on, and the party is told why.</summary>
[StoredName("dispute-refused")]
public sealed record DisputeRefused(Actor By, RefuseReason Reason, string? TextRow, Departure? Leaves) : DisputeEvent;

/// <summary>A person corrected where it is, what it is, or how urgent.</summary>
[StoredName("dispute-triaged")]
public sealed record DisputeTriaged(
    Actor By, AreaId Area, Category Category, Severity Severity, Tier Tier, string ReasonRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, AreaId FormerArea,
    Departure? Leaves) : DisputeEvent;

/// <summary>A responder has the case on the phone.</summary>
[StoredName("dispute-assigned")]
public sealed record DisputeAssigned(Actor By, ResponderId Responder, Tier Tier, PlacingFacts? Facts, Departure? Leaves) : DisputeEvent;

/// <summary>Somebody says: I have it. The settle clock of the tier begins.</summary>
[StoredName("dispute-acknowledged")]
public sealed record DisputeAcknowledged(Actor By, Tier Tier, DateTimeOffset SettleDueAt, RuleRef Rule) : DisputeEvent
{
    /// <summary>What the phone's clock said, when somebody in the field acknowledged.</summary>
    public DateTimeOffset? DeviceAt { get; init; }
}

/// <summary>The acknowledgement was taken back.</summary>
[StoredName("dispute-released")]
public sealed record DisputeReleased(Actor By, string ReasonRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule) : DisputeEvent;

/// <summary>A line in the file.</summary>
[StoredName("dispute-noted")]
public sealed record DisputeNoted(Actor By, string TextRow) : DisputeEvent;

/// <summary>The parties have agreed.</summary>
[StoredName("dispute-settled")]
public sealed record DisputeSettled(Actor By, string TermsRow, Departure? Leaves) : DisputeEvent;

/// <summary>The settlement was taken back.</summary>
[StoredName("dispute-reopened")]
public sealed record DisputeReopened(Actor By, string ReasonRow, Tier Tier, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, AreaId? Cell) : DisputeEvent;

/// <summary>The party no longer wants the case handled.</summary>
[StoredName("dispute-withdrawn")]
public sealed record DisputeWithdrawn(Actor By, string? ReasonRow, Departure? Leaves) : DisputeEvent;

/// <summary>The case ends here for a reason that is no settlement.</summary>
[StoredName("dispute-closed")]
public sealed record DisputeClosed(Actor By, CloseReason Reason, Departure? Leaves) : DisputeEvent;

/// <summary>The case climbed one tier; the lower task is withdrawn with it. <see cref="DueAt"/>: the deadline that was missed.</summary>
[StoredName("dispute-escalated")]
public sealed record DisputeEscalated(
    Tier From, Tier To, EscalationReason Reason, RuleRef Rule, EscalationFacts Facts, DateTimeOffset AcknowledgeDueAt, DateTimeOffset? DueAt, Actor? By, string? ReasonRow,
    Departure? Leaves) : DisputeEvent
{
    /// <summary>The cell that is to place the case anew, when it climbed to the cell's tier.</summary>
    public AreaId? Cell { get; init; }
}

/// <summary>A person handed the case one tier down.</summary>
[StoredName("dispute-level-lowered")]
public sealed record DisputeLevelLowered(Tier From, Tier To, AreaId Area, Actor By, string ReasonRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, Departure? Leaves) : DisputeEvent;

/// <summary>The ladder has ended at the district: the case stays red until a person acts.</summary>
[StoredName("dispute-alarmed")]
public sealed record DisputeAlarmed(EscalationReason Reason, RuleRef Rule, EscalationFacts Facts, DateTimeOffset DueAt) : DisputeEvent;

/// <summary>The mediation term is over; the parties must be told their other routes.</summary>
[StoredName("dispute-term-lapsed")]
public sealed record DisputeTermLapsed(RuleRef Rule, DateTimeOffset DueAt) : DisputeEvent;

/// <summary>A case begun in the sealed partition for violence found in an open one.</summary>
[StoredName("dispute-sealed")]
public sealed record DisputeSealed(
    Actor By, string OpenCaseId, AreaId Area, Severity Severity, Tier Tier, string ReportRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, CloseReason CloseReason, Actor OpenBy,
    CommandId OpenCommand) : DisputeEvent;

/// <summary>The open twin could not be closed (it was over already).</summary>
[StoredName("dispute-twin-refused")]
public sealed record DisputeTwinRefused(string Reason) : DisputeEvent;

public enum EscalationReason
{
    Unacknowledged,
    Lapsed,
    NobodyOnDuty,
    Asked,

    /// <summary>Whoever is on duty has declined it, or has an interest in it.</summary>
    Declined,
}

/// <summary>The facts a step was decided on: the clock's length in minutes and how many were on duty, where they mattered.</summary>
public sealed record EscalationFacts(int? Minutes = null, int? OnDuty = null);

/// <summary>Who loses the case with this event: the responder whose task is withdrawn with it, and the cell that counted it as its load.</summary>
public sealed record Departure(ResponderId? Responder, AreaId? Cell);
