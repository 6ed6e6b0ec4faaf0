using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Journal;
using static GridActors.Journal.Decision<GridActors.Responders.ResponderEvent, GridActors.Responders.ResponderRefusal>;

namespace GridActors.Responders;

/// <summary>How far one task has come on the responder's phone.</summary>
public enum Receipt
{
    None,
    Delivered,
    Seen,
}

/// <summary>A worker's, head's or mediator's open tasks.</summary>
/// <param name="Open">By case id.</param>
/// <param name="DutyEndsAt">When the duty ends on which the latest was given.</param>
public sealed record ResponderTasks(ImmutableDictionary<string, Receipt> Open, DateTimeOffset? DutyEndsAt, bool TakenOver)
{
    public const string ShiftEndClock = "shift-end";

    public static readonly ResponderTasks None = new(ImmutableDictionary<string, Receipt>.Empty, null, TakenOver: false);

    public static Decision<ResponderEvent, ResponderRefusal> Decide(ResponderTasks tasks, ResponderCommand command) => command switch
    {
        GiveTask give when tasks.Open.ContainsKey(give.CaseId) => NothingNew,
        GiveTask { Duty.OnDuty: false } give => Accept(new TaskReturned(give.CaseId) { At = give.At }),
        GiveTask give => Accept(new TaskGiven(give.CaseId) { At = give.At, DutyEndsAt = give.Duty.Until }),
        WithdrawTask withdraw => tasks.Open.ContainsKey(withdraw.CaseId) ? Accept(new TaskWithdrawn(withdraw.CaseId) { At = withdraw.At }) : NothingNew,
        ConfirmDelivery confirm => tasks.Open.TryGetValue(confirm.CaseId, out var receipt) switch
        {
            false => Refuse(ResponderRefusal.NotYourTask),
            true when receipt >= Receipt.Delivered => NothingNew,
            _ => Accept(new TaskDelivered(confirm.CaseId, confirm.Number) { At = confirm.At }),
        },
        ConfirmSeen confirm => tasks.Open.TryGetValue(confirm.CaseId, out var receipt) switch
        {
            false => Refuse(ResponderRefusal.NotYourTask),
            true when receipt >= Receipt.Seen => NothingNew,
            _ => Accept(new TaskSeen(confirm.CaseId, confirm.Number) { At = confirm.At }),
        },
        TakeOverResponder take => take.Taken == tasks.TakenOver ? NothingNew : Accept(new ResponderTakenOver(take.Taken) { At = take.At }),
        ResponderDeadlinePassed { Kind: ShiftEndClock } passed when passed.DueAt == tasks.DutyEndsAt && !tasks.Open.IsEmpty => passed.Duty.OnDuty
            ? Accept(new ShiftExtended(passed.Duty.Until) { At = passed.At })
            : Accept(new ShiftEnded([.. tasks.Open.Keys.Order(StringComparer.Ordinal)]) { At = passed.At }),
        ResponderDeadlinePassed => NothingNew, // the last task went before the duty ended
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static ResponderTasks Evolve(ResponderTasks tasks, ResponderEvent happened) => happened switch
    {
        TaskGiven it => tasks with { Open = tasks.Open.SetItem(it.CaseId, Receipt.None), DutyEndsAt = it.DutyEndsAt },
        TaskReturned => tasks,
        TaskWithdrawn it => tasks with { Open = tasks.Open.Remove(it.CaseId) },
        TaskDelivered it => tasks with { Open = tasks.Open.SetItem(it.CaseId, Receipt.Delivered) },
        TaskSeen it => tasks with { Open = tasks.Open.SetItem(it.CaseId, Receipt.Seen) },
        ShiftEnded => tasks with { DutyEndsAt = null },
        ShiftExtended it => tasks with { DutyEndsAt = it.DutyEndsAt },
        ResponderTakenOver it => tasks with { TakenOver = it.Taken },
        _ => throw new UnreachableException(happened.GetType().Name),
    };

    /// <summary>While there are tasks, the end of the duty is waited for.</summary>
    public static ImmutableArray<Wanted> DeadlinesOf(ResponderTasks tasks) =>
        tasks is { DutyEndsAt: { } ends, Open.IsEmpty: false } ? [new(ShiftEndClock, "", ends)] : [];
}
