using System.Diagnostics;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>What a card tells of its case's tasks: the current one, and who has been told of those before.</summary>
public static class CardTasks
{
    /// <summary>A new task for somebody; the one before was left in the given way, if that is not said already.</summary>
    public static DisputeCard Given(DisputeCard card, ResponderId responder, DateTimeOffset at, TaskLeft before)
    {
        var (left, number) = (Without(card, before), (card.Told.IsEmpty ? 0 : card.Told[^1].Number) + 1);
        var kind = KindOf(responder);
        var told = new CardTold(number, responder, kind, at, null, null, null, null);
        return left with
        {
            Assigned = new(responder, kind, at, Given: false),
            Task = new(number, TaskStage.Offered, null, left.Told is [.., { Left: TaskLeft.HandedOver or TaskLeft.ShiftEnded } last] ? last.Responder : null),
            Told = left.Told.Length < DisputeCard.ToldMax ? left.Told.Add(told) : left.Told.RemoveAt(0).Add(told),
        };
    }

    /// <summary>Nobody has its task.</summary>
    public static DisputeCard Without(DisputeCard card, TaskLeft left) => card.Task is null ? card with { Assigned = null } : Latest(card, told => told with { Left = left }) with
    {
        Task = null,
        Assigned = null,
    };

    public static DisputeCard Acknowledged(DisputeCard card, ResponderId who, DateTimeOffset at) => card.Task is not { } task || card.Assigned?.Responder != who
        ? card
        : Latest(card, told => told with { AcknowledgedAt = at }) with { Task = task with { Stage = TaskStage.Acknowledged } };

    /// <summary>The holder's phone has the task, or its person has looked at it. The same card when the receipt is of another task.</summary>
    public static DisputeCard Receipted(DisputeCard card, ResponderId who, int number, DateTimeOffset at, bool seen)
    {
        if (card.Task?.Number != number || card.Assigned?.Responder != who) return card;
        return Latest(card, told => seen ? told with { DeliveredAt = told.DeliveredAt ?? at, SeenAt = at } : told with { DeliveredAt = at });
    }

    /// <summary>Somebody let go of the task, and the case stays where it is.</summary>
    internal static DisputeCard Left(DisputeCard card, DisputeEvent happened) => happened switch
    {
        DisputeTaskHandedOver it => Waiting(Given(card, it.To, it.At, TaskLeft.HandedOver), it.AcknowledgeDueAt) with
        {
            Briefed = true,
            Why = Why.Of(WhyReason.HandedOver, it.Rule, new() { Tier = card.Tier }),
        },
        DisputeTaskDeclined it => Alone(card with { Tier = it.Tier }, it.Responder, TaskLeft.Declined, it.AcknowledgeDueAt, Why.Of(WhyReason.Declined, it.Rule, new() { Tier = it.Tier })),
        DisputeShiftEnded it => Alone(card with { Tier = it.Tier }, it.Responder, TaskLeft.ShiftEnded, it.AcknowledgeDueAt, Why.Of(WhyReason.ShiftEnded, it.Rule, new() { Tier = it.Tier })),
        _ => throw new UnreachableException(happened.GetType().Name),
    };

    internal static string KindOf(ResponderId responder) => string.Intern(responder.Value[..Math.Max(responder.Value.IndexOf('-'), 0)]);

    private static DisputeCard Alone(DisputeCard card, ResponderId responder, TaskLeft left, DateTimeOffset? acknowledgeDueAt, Why why)
    {
        var without = Without(card, left);
        if (card is { State: CardState.InHand, By: { } by } && by.Responder != responder) return without; // an operator has it
        return Waiting(without, acknowledgeDueAt) with { Why = why };
    }

    private static DisputeCard Waiting(DisputeCard card, DateTimeOffset? acknowledgeDueAt) => card with
    {
        State = CardState.Waiting,
        By = null,
        Due = acknowledgeDueAt is { } due ? new(ClockKind.Acknowledge, due, DisputeCard.Above(card.Tier)) : card.Due,
        Ladder = card.State == CardState.InHand && acknowledgeDueAt is not null
            ? card.Ladder.SetItem(card.Ladder.Length - 1, card.Ladder[^1] with { Outcome = RungOutcome.Current, DueAt = acknowledgeDueAt })
            : card.Ladder,
    };

    private static DisputeCard Latest(DisputeCard card, Func<CardTold, CardTold> change) =>
        card.Told.IsEmpty ? card : card with { Told = card.Told.SetItem(card.Told.Length - 1, change(card.Told[^1])) };
}
