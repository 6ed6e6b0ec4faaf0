using GridActors.Disputes;
using GridActors.OpsWeb.Board;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>What a push tells one phone (docs/field-protocol.md).</summary>
internal sealed record InboxTelling(IReadOnlyList<InboxTask> Tasks, IReadOnlyList<GoneTask> Gone)
{
    public bool IsEmpty => Tasks.Count + Gone.Count == 0;

    /// <summary>Everything in an inbox, most urgent first.</summary>
    public static InboxTelling Whole(DistrictBoard board, InboxDuty duty)
    {
        var cards = board.HeldBy(duty.Responder).ToArray();
        Array.Sort(cards, BoardUrgency.Order);
        return new(Told(board, duty, cards), []);
    }

    /// <summary>What a delta changed in it.</summary>
    public static InboxTelling Changed(DistrictBoard board, BoardDelta delta, InboxDuty duty)
    {
        if (!delta.Inboxes.TryGetValue(duty.Responder, out var touched)) return new([], []);
        var cards = touched.Cases.Select(board.Find).OfType<DisputeCard>().Where(card => card.Assigned?.Responder == duty.Responder);
        return new(Told(board, duty, cards), [.. touched.Lost.Select(lost => new GoneTask(
            TaskNumber.IdOf(lost.CaseId, lost.Task.Number), lost.CaseId, lost.Task.At, lost.Task.Outcome, board.Find(lost.CaseId)?.Assigned?.Responder, lost.Task.Tier))]);
    }

    public PushBody Snapshot(PushMoment at, string cursor, InboxDuty duty) => new(PushKind.Snapshot,
    [
        PushBodies.Member("realm", at.Realm), PushBodies.Member("instance", at.Instance), PushBodies.Member("kind", at.Kind), PushBodies.Member("epoch", at.Epoch),
        PushBodies.Member("cursor", cursor), PushBodies.Member("registry", at.Registry), PushBodies.Member("now", at.Now), PushBodies.Member("clock", at.Clock),
        PushBodies.Member("duty", duty), PushBodies.Member("tasks", Tasks),
    ]);

    /// <summary><paramref name="duty"/>: null when it is as it was.</summary>
    public PushBody Changes(PushMoment at, string cursor, bool withClock, InboxDuty? duty) => new(PushKind.Changes,
    [
        PushBodies.Member("cursor", cursor), PushBodies.Member("now", at.Now), PushBodies.Member("clock", withClock ? at.Clock : null), PushBodies.Member("duty", duty),
        PushBodies.Member("tasks", Tasks), PushBodies.Member("gone", Gone),
    ]);

    private static IReadOnlyList<InboxTask> Told(DistrictBoard board, InboxDuty duty, IEnumerable<DisputeCard> cards) =>
        [.. cards.Where(card => duty.OnDuty || !IsNews(card)).Select(card => InboxTask.Of(card, board.IsSealed(card.CaseId))).OfType<InboxTask>()];

    /// <summary>No phone has it yet: off duty it rings nowhere. By rule nothing is offered to somebody who is off duty; this holds whatever a rule says.</summary>
    private static bool IsNews(DisputeCard card) => card is { Task.Stage: TaskStage.Offered, Told: [.., { DeliveredAt: null }] };
}
