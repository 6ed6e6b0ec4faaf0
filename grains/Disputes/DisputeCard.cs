using System.Collections.Immutable;
using System.Text.Json.Serialization;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>Where a case stands, in one word.</summary>
public enum CardState
{
    /// <summary>Nobody has acknowledged at this tier.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>Somebody says: I have it.</summary>
    [JsonStringEnumMemberName("inHand")] InHand,

    [JsonStringEnumMemberName("settled")] Settled,
    [JsonStringEnumMemberName("refused")] Refused,
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>
/// One case as boards and the case page show it: who has it, how long is left, and why it is where it is. Codes and ids only. Its JSON is the
/// <c>card</c> of docs/board-protocol.md; records without a case's text, so that 100,000 of them fit in memory.
/// </summary>
public sealed record DisputeCard
{
    public required string CaseId { get; init; }

    /// <summary>The version of the case's stream.</summary>
    public required int Version { get; init; }

    /// <summary>Names the case's state for <c>If-Match</c>, as the grain does.</summary>
    [JsonPropertyName("etag")] public string ETag => $"{Version}-{HashTag:x16}";

    /// <summary>Building, cell, or the <c>-unlocated</c> child of something coarser.</summary>
    public required AreaId Area { get; init; }

    public required Category Category { get; init; }

    public required Severity Severity { get; init; }

    public required CardState State { get; init; }

    public required Tier Tier { get; init; }

    public bool Accepted { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The running clock; null when the ladder has ended and the case alarms, and when it is over.</summary>
    public CardDue? Due { get; init; }

    /// <summary>The end of the legal mediation term.</summary>
    public DateTimeOffset? Term { get; init; }

    public CardAssignment? Assigned { get; init; }

    /// <summary>The task of whoever has it; null while nobody does.</summary>
    public CardTask? Task { get; init; }

    /// <summary>A brief for whoever has it next lies in the file.</summary>
    public bool Briefed { get; init; }

    /// <summary>Who has been told, task by task; the latest <see cref="ToldMax"/>.</summary>
    public ImmutableArray<CardTold> Told { get; init; } = [];

    /// <summary>Who acknowledged.</summary>
    public CardActor? By { get; init; }

    /// <summary>Every tier the case has been at, first to last.</summary>
    public required ImmutableArray<CardRung> Ladder { get; init; }

    public required Why Why { get; init; }

    public DateTimeOffset? AlarmingSince { get; init; }

    /// <summary>Seconds between repeated alarms of a case that alarms.</summary>
    public required int AlarmEverySeconds { get; init; }

    public int Notes { get; init; }

    /// <summary>Tasks whose receipts a card tells; earlier ones stand in the case's timeline.</summary>
    public const int ToldMax = 4;

    /// <summary>The part of its last row's hash that the ETag carries.</summary>
    [JsonIgnore] public ulong HashTag { get; init; }

    /// <summary>The mediation term is over and the case is not.</summary>
    [JsonIgnore] public bool TermLapsed { get; init; }

    /// <summary>The vault row of the report.</summary>
    [JsonIgnore] public string ReportRow { get; init; } = "";

    [JsonIgnore] public bool IsOpen => State <= CardState.InHand;

    /// <summary>What nobody may miss: alarming at the district, or past its legal term.</summary>
    [JsonIgnore] public bool IsOverdue => AlarmingSince is not null || TermLapsed;

    /// <summary>The tier a case climbs to from the given one; null at the district.</summary>
    public static Tier? Above(Tier tier) => tier switch
    {
        Tier.Building => Tier.Cell,
        Tier.District => null,
        _ => tier + 1,
    };
}

/// <summary>A running clock: what must happen by then, and the tier the case climbs to if it does not.</summary>
public sealed record CardDue(ClockKind Kind, DateTimeOffset At, Tier? Then);

public enum ClockKind
{
    Acknowledge,
    Settle,
}

/// <summary>Who the case was given to. <paramref name="Given"/>: it stands on their task list.</summary>
public sealed record CardAssignment(ResponderId Responder, string Kind, DateTimeOffset At, bool Given);

/// <summary>The current task: the number of the case's tasks, how far it has come, and since when somebody calls for help.</summary>
public sealed record CardTask(int Number, TaskStage Stage, DateTimeOffset? Help, ResponderId? HandedFrom);

/// <summary>One task of the case and what its holder's phone said: when it was offered, held, looked at and acknowledged, and how it was left.</summary>
public sealed record CardTold(
    int Number, ResponderId Responder, string Kind, DateTimeOffset At, DateTimeOffset? DeliveredAt, DateTimeOffset? SeenAt, DateTimeOffset? AcknowledgedAt, TaskLeft? Left);

public enum TaskLeft
{
    Declined,
    HandedOver,
    ShiftEnded,
    Climbed,
    Moved,
    Over,
}

/// <summary>Who acknowledged; <paramref name="Desk"/> is a vault row's id, never a name.</summary>
public sealed record CardActor(string Role, ResponderId? Responder, string? Desk, DateTimeOffset At);

/// <summary>A tier the case has been at, and how its stay ended.</summary>
public sealed record CardRung(Tier Tier, DateTimeOffset ToldAt, DateTimeOffset? DueAt, RungOutcome Outcome);

public enum RungOutcome
{
    Current,
    Acknowledged,
    Missed,
    Lapsed,
    PassedOn,
    LevelUp,
    LevelDown,
}

/// <summary>Why a case is where it is: the rule that said so and the facts it looked at.</summary>
public sealed record Why(WhyReason Reason, string? Rule, int? RuleVersion, WhyFacts Facts)
{
    public static Why Of(WhyReason reason, RuleRef rule, WhyFacts facts) => new(reason, string.Intern(rule.Id), rule.Version, facts);
}

public enum WhyReason
{
    Reported,
    Placed,
    Unacknowledged,
    Lapsed,
    NobodyOnDuty,
    Asked,
    Declined,
    ShiftEnded,
    HandedOver,
    Severity,
    Alarm,
    Reminder,
    Term,
    LevelDown,
}

/// <summary>Codes and numbers only; what played no part is left out.</summary>
public sealed record WhyFacts
{
    public static readonly WhyFacts None = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Minutes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Tier? Tier { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? OnDuty { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Load { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Skilled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? LeftOut { get; init; }
}
