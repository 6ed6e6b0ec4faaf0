using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Responders;

namespace GridActors.Following;

/// <summary>Every event's follow-ups, by slice.</summary>
public static class FollowUps
{
    public static IEnumerable<FollowUp> Of(StreamId stream, object happened) => happened switch
    {
        DisputeEvent dispute => DisputeFollowUp.Of(stream, dispute),
        CellEvent cell => CellFollowUp.Of(stream, cell),
        ResponderEvent responder => ResponderFollowUp.Of(stream, responder),
        _ => [],
    };

    /// <summary>
    /// How a follow-up is sent: remembered whatever comes of it, with its cause's rank and (outside live) its cause's instant. The one that leaves the
    /// sealed partition looks like an operator's act, so it has no cause, and its refusal leaves no row behind.
    /// </summary>
    public static CommandEnvelope Envelope(FollowUp followUp, JournalEntry cause, RealmKeys keys, bool atCausesInstant) => new()
    {
        Id = followUp.AsPersons ?? keys.FollowUpCommand(cause.Stream.Partition, cause.Stream.Name, cause.Version, followUp.Name, followUp.Target.Name, followUp.N),
        Cause = followUp.AsPersons is null ? cause.AsCause : "",
        TieRank = followUp.AsPersons is null ? cause.TieRank : TieRank.Act,
        At = atCausesInstant ? cause.At : null,
        RememberAlways = followUp.AsPersons is null,
    };
}
