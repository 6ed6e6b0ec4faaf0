using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Journal;
using GridActors.Places;
using static GridActors.Journal.Decision<GridActors.Responders.ResponderEvent, GridActors.Responders.ResponderRefusal>;

namespace GridActors.Responders;

/// <summary>Why a responder's task list says no. It never does yet: tasks come and go with their cases.</summary>
public enum ResponderRefusal
{
    None,
}

/// <summary>Something asked of a responder's task list. <see cref="At"/> is stamped by the grain.</summary>
[GenerateSerializer, Immutable]
public abstract record ResponderCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("give-task")]
public sealed record GiveTask([property: Id(0)] string CaseId) : ResponderCommand;

[GenerateSerializer, Immutable, Alias("withdraw-task")]
public sealed record WithdrawTask([property: Id(0)] string CaseId) : ResponderCommand;

/// <summary>Something that happened to a responder's task list.</summary>
public abstract record ResponderEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The case is now on this responder's list.</summary>
[StoredName("task-given")]
public sealed record TaskGiven(string CaseId) : ResponderEvent;

/// <summary>The case has left this responder's list: it ended, climbed or went to somebody else.</summary>
[StoredName("task-withdrawn")]
public sealed record TaskWithdrawn(string CaseId) : ResponderEvent;

/// <summary>A worker's, head's or mediator's open tasks.</summary>
public sealed record ResponderTasks(ImmutableHashSet<string> Open)
{
    public static readonly ResponderTasks None = new(ImmutableHashSet<string>.Empty);

    public static Decision<ResponderEvent, ResponderRefusal> Decide(ResponderTasks tasks, ResponderCommand command) => command switch
    {
        GiveTask give => tasks.Open.Contains(give.CaseId) ? NothingNew : Accept(new TaskGiven(give.CaseId) { At = give.At }),
        WithdrawTask withdraw => tasks.Open.Contains(withdraw.CaseId) ? Accept(new TaskWithdrawn(withdraw.CaseId) { At = withdraw.At }) : NothingNew,
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static ResponderTasks Evolve(ResponderTasks tasks, ResponderEvent happened) => happened switch
    {
        TaskGiven it => new(tasks.Open.Add(it.CaseId)),
        TaskWithdrawn it => new(tasks.Open.Remove(it.CaseId)),
        _ => throw new UnreachableException(happened.GetType().Name),
    };
}
