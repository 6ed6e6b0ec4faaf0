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
        DisputeReported { Tier: Tier.Cell } it => [Place(dispute, it.Area, it.Severity, headMayTakeIt: true)],
        DisputeTriaged it => [.. Leave(dispute, it.Leaves), .. it.Tier == Tier.Cell ? [Place(dispute, it.Area, it.Severity, true)] : Nothing],
        DisputeEscalated { Cell: { } cell } it => [.. Leave(dispute, it.Leaves), Place(dispute, cell, null, headMayTakeIt: false, n: 1)],
        DisputeEscalated it => Leave(dispute, it.Leaves),
        DisputeLevelLowered { To: Tier.Cell } it => [.. Leave(dispute, it.Leaves), Place(dispute, it.Area, null, headMayTakeIt: false, n: 1)],
        DisputeLevelLowered it => Leave(dispute, it.Leaves),
        DisputeReopened { Cell: { } cell } => [Place(dispute, cell, null, headMayTakeIt: false)],
        DisputeAssigned it => [.. Leave(dispute, it.Leaves), Give(dispute, it.Responder)],
        DisputeSettled it => Leave(dispute, it.Leaves),
        DisputeRefused it => Leave(dispute, it.Leaves),
        DisputeWithdrawn it => Leave(dispute, it.Leaves),
        DisputeClosed it => Leave(dispute, it.Leaves),
        DisputeSealed it => [CloseTwin(dispute, it)],
        _ => Nothing,
    };

    private static FollowUp[] Nothing => [];

    private static FollowUp Place(StreamId dispute, AreaId area, Severity? severity, bool headMayTakeIt, int n = 0) => new(
        "place-case", CellStream.Of(dispute, area.At(AreaLevel.Cell)),
        new PlaceCase(dispute.Id, area, headMayTakeIt && severity is Severity.Yellow or Severity.Blue), n);

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
