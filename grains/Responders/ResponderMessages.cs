using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Responders;

/// <summary>Why a responder's task list says no.</summary>
public enum ResponderRefusal
{
    None,

    /// <summary>The task is no longer on this list.</summary>
    NotYourTask,
}

/// <summary>Something asked of a responder's task list. <see cref="At"/> and <see cref="Duty"/> are stamped by the grain.</summary>
[GenerateSerializer, Immutable]
public abstract record ResponderCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }

    [Id(1)] public DutyNow Duty { get; init; }
}

/// <summary>Whether somebody is on duty, as the roster says it at the instant of a command.</summary>
/// <param name="OnDuty">On duty, or nobody knows: a realm without a roster.</param>
/// <param name="Until">When that duty ends; null: it does not, or nobody knows.</param>
[GenerateSerializer, Immutable, Alias("duty-now")]
public readonly record struct DutyNow([property: Id(0)] bool OnDuty, [property: Id(1)] DateTimeOffset? Until)
{
    public static DutyNow Of(Roster roster, ResponderId responder, DateTimeOffset at) =>
        roster.IsEmpty || roster.Find(responder) is null ? new(OnDuty: true, null) : new(roster.OnDuty(responder, at), roster.DutyUntil(responder, at));
}

[GenerateSerializer, Immutable, Alias("give-task")]
public sealed record GiveTask([property: Id(0)] string CaseId) : ResponderCommand;

[GenerateSerializer, Immutable, Alias("withdraw-task")]
public sealed record WithdrawTask([property: Id(0)] string CaseId) : ResponderCommand;

/// <summary>The responder's phone holds the case's task of this number.</summary>
[GenerateSerializer, Immutable, Alias("confirm-delivery")]
public sealed record ConfirmDelivery([property: Id(0)] string CaseId, [property: Id(1)] int Number) : ResponderCommand;

/// <summary>The responder has looked at the task.</summary>
[GenerateSerializer, Immutable, Alias("confirm-seen")]
public sealed record ConfirmSeen([property: Id(0)] string CaseId, [property: Id(1)] int Number) : ResponderCommand;

/// <summary>A person plays this responder of a played realm from now on, or has gone: the simulated one stops, or goes on.</summary>
[GenerateSerializer, Immutable, Alias("take-over-responder")]
public sealed record TakeOverResponder([property: Id(0)] bool Taken) : ResponderCommand;

/// <summary>The duty on which tasks were given has ended, or was to end.</summary>
[GenerateSerializer, Immutable, Alias("responder-deadline-passed")]
public sealed record ResponderDeadlinePassed([property: Id(0)] string Kind, [property: Id(1)] DateTimeOffset DueAt) : ResponderCommand;

/// <summary>Something that happened to a responder's task list.</summary>
public abstract record ResponderEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The case is now on this responder's list. <see cref="DutyEndsAt"/>: when the duty ends on which it was given, and somebody else must have it.</summary>
[StoredName("task-given")]
public sealed record TaskGiven(string CaseId) : ResponderEvent
{
    public DateTimeOffset? DutyEndsAt { get; init; }
}

/// <summary>The case came after the responder had gone off duty: it rings nowhere and goes to somebody else.</summary>
[StoredName("task-returned")]
public sealed record TaskReturned(string CaseId) : ResponderEvent;

/// <summary>The case has left this responder's list: it ended, climbed or went to somebody else.</summary>
[StoredName("task-withdrawn")]
public sealed record TaskWithdrawn(string CaseId) : ResponderEvent;

/// <summary>The phone has it.</summary>
[StoredName("task-delivered")]
public sealed record TaskDelivered(string CaseId, int Number) : ResponderEvent;

/// <summary>The person has looked at it.</summary>
[StoredName("task-seen")]
public sealed record TaskSeen(string CaseId, int Number) : ResponderEvent;

/// <summary>The duty has ended; what is still on the list goes to whoever is on duty now. <see cref="Open"/>: ids of cases, sorted.</summary>
[StoredName("shift-ended")]
public sealed record ShiftEnded(ImmutableArray<string> Open) : ResponderEvent;

/// <summary>The duty goes on longer than it was planned when the tasks were given; null: without an end.</summary>
[StoredName("shift-extended")]
public sealed record ShiftExtended(DateTimeOffset? DutyEndsAt) : ResponderEvent;

/// <summary>A person plays this responder, or no longer does. Only in a played realm.</summary>
[StoredName("responder-taken-over")]
public sealed record ResponderTakenOver(bool Taken) : ResponderEvent;
