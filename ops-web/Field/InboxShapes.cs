using System.Text.Json.Serialization;
using GridActors.Disputes;
using GridActors.OpsWeb.Board;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Field;

/// <summary>One task as its holder's phone shows it: the <c>task</c> of docs/field-protocol.md. Codes and ids only.</summary>
/// <param name="Version">Of the case.</param>
/// <param name="Etag">Of the case.</param>
/// <param name="Due">The running clock; null when the case alarms.</param>
/// <param name="Help">Since when help is called for, and nobody has answered.</param>
/// <param name="HandedFrom">Who had it before, when it was handed over or a shift ended.</param>
/// <param name="Sealed">Need-to-know: nothing of it may be shown where others may look.</param>
public sealed record InboxTask(
    string TaskId, string CaseId, int Version, [property: JsonPropertyName("etag")] string ETag, AreaId Area, Category Category, Severity Severity, Tier Tier, TaskStage Stage,
    DateTimeOffset GivenAt, DateTimeOffset ReportedAt, CardDue? Due, DateTimeOffset? Help, ResponderId? HandedFrom, bool Briefed, Why Why, bool Sealed)
{
    /// <summary>The task that a card's case is to its holder; null while it is nobody's, or not yet on their list.</summary>
    internal static InboxTask? Of(DisputeCard card, bool isSealed) => card is not { Task: { } task, Assigned: { Given: true } assigned } ? null : new(
        TaskNumber.IdOf(card.CaseId, task.Number), card.CaseId, card.Version, card.ETag, card.Area, card.Category, card.Severity, card.Tier, task.Stage, assigned.At, card.ReportedAt,
        card.Due, task.Help, task.HandedFrom, card.Briefed, card.Why, isSealed);
}

/// <summary>How a task left an inbox.</summary>
public enum TaskGone
{
    Settled,
    Refused,
    Withdrawn,
    Closed,
    Climbed,
    HandedOver,
    ShiftEnded,
    Declined,

    /// <summary>Somebody else has it.</summary>
    Moved,
}

/// <summary>A task that left an inbox. <paramref name="By"/>: who has the case now, or null.</summary>
public sealed record GoneTask(string TaskId, string CaseId, DateTimeOffset At, TaskGone Outcome, ResponderId? By, Tier Tier);

/// <summary>Whether somebody is on duty, until when, and from when again; instants are the realm's.</summary>
public sealed record InboxDuty(ResponderId Responder, ResponderKind Kind, AreaId Home, bool OnDuty, DateTimeOffset? Until, DateTimeOffset? Next)
{
    /// <summary>As the roster says it; null: it does not know them.</summary>
    internal static InboxDuty? Of(Roster roster, ResponderId responder, DateTimeOffset at) => roster.Find(responder) is not { } known
        ? null
        : new(responder, known.Kind, known.Home, roster.OnDuty(responder, at), roster.DutyUntil(responder, at), roster.NextDuty(responder, at));
}
