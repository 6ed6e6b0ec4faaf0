using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.Responders;

/// <summary>What a responder's events ask of cases.</summary>
public static class ResponderFollowUp
{
    public static IEnumerable<FollowUp> Of(StreamId responder, ResponderEvent happened) => happened switch
    {
        ShiftEnded it => it.Open.Select(caseId => EndShift(responder, caseId)),
        TaskReturned it => [EndShift(responder, it.CaseId)],
        _ => [],
    };

    private static FollowUp EndShift(StreamId responder, string caseId) =>
        new("end-shift", StreamId.Of(responder.Instance, responder.Partition, DisputeStream.Kind, caseId), new Disputes.EndShift(new(responder.Id)));
}
