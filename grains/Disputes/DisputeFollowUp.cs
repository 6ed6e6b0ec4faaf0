using GridActors.Cells;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>What a case's events ask of cells and responders.</summary>
public static class DisputeFollowUp
{
    public static IEnumerable<FollowUp> Of(StreamId dispute, DisputeEvent happened) => happened switch
    {
        DisputeReported { Tier: Tier.Cell } it => [Place(dispute, it.Area, it.Severity, headMayTakeIt: true, it.Category)],
        DisputeTriaged it => [.. Leave(dispute, it.Leaves), .. it.Tier == Tier.Cell ? [Place(dispute, it.Area, it.Severity, true, it.Category)] : Nothing],
        DisputeEscalated { Cell: { } cell } it => [.. Leave(dispute, it.Leaves), Place(dispute, cell, null, headMayTakeIt: false, null, n: 1)],
        DisputeEscalated it => Leave(dispute, it.Leaves),
        DisputeLevelLowered { To: Tier.Cell } it => [.. Leave(dispute, it.Leaves), Place(dispute, it.Area, null, headMayTakeIt: false, null, n: 1)],
        DisputeLevelLowered it => Leave(dispute, it.Leaves),
        DisputeReopened { Cell: { } cell } => [Place(dispute, cell, null, headMayTakeIt: false, null)],
        DisputeAssigned it => [.. Leave(dispute, it.Leaves), Give(dispute, it.Responder)],
        DisputeTaskDeclined it => [.. Leave(dispute, it.Leaves), .. it.Cell is null ? Nothing : [Again(dispute, it.Area, it.Category, it.Declined)]],
        DisputeShiftEnded it => [.. Leave(dispute, it.Leaves), .. it.Cell is null ? Nothing : [Again(dispute, it.Area, it.Category, it.Declined)]],
        DisputeTaskHandedOver it => [.. Leave(dispute, it.Leaves), Give(dispute, it.To)],
        DisputeSettled it => Leave(dispute, it.Leaves),
        DisputeRefused it => Leave(dispute, it.Leaves),
        DisputeWithdrawn it => Leave(dispute, it.Leaves),
        DisputeClosed it => Leave(dispute, it.Leaves),
        DisputeSealed it => [CloseTwin(dispute, it)],
        _ => Nothing,
    };

    private static FollowUp[] Nothing => [];

    private static FollowUp Place(StreamId dispute, AreaId area, Severity? severity, bool headMayTakeIt, Category? category, int n = 0) => new(
        "place-case", CellStream.Of(dispute, area.At(AreaLevel.Cell)),
        new PlaceCase(dispute.Id, area, headMayTakeIt && severity is Severity.Yellow or Severity.Blue) { Category = category }, n);

    /// <summary>The cell chooses anew, among its workers; who has declined is not asked.</summary>
    private static FollowUp Again(StreamId dispute, AreaId area, Category category, ResponderSet declined) => new(
        "place-case", CellStream.Of(dispute, area.At(AreaLevel.Cell)), new PlaceCase(dispute.Id, area, HeadMayTakeIt: false) { Category = category, Declined = declined.All }, N: 1);

    private static FollowUp Give(StreamId dispute, ResponderId responder) =>
        new("give-task", ResponderStream.Of(dispute, responder), new GiveTask(dispute.Id));

    private static IEnumerable<FollowUp> Leave(StreamId dispute, Departure? leaves)
    {
        if (leaves?.Cell is { } cell) yield return new("case-left", CellStream.Of(dispute, cell), new LeaveCase(dispute.Id));
        if (leaves?.Responder is { } responder) yield return new("withdraw-task", ResponderStream.Of(dispute, responder), new WithdrawTask(dispute.Id));
    }

    /// <summary>The one follow-up that leaves the sealed partition: the open twin ends for an ordinary reason, by the operator who chose it.</summary>
    private static FollowUp CloseTwin(StreamId dispute, DisputeSealed sealing) => new(
        "close-twin", StreamId.Of(dispute.Instance, Partition.Open, DisputeStream.Kind, sealing.OpenCaseId),
        new CloseDispute(sealing.OpenBy, sealing.CloseReason))
    { AsPersons = sealing.OpenCommand };
}
