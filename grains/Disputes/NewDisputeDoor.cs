using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>
/// New cases before anybody has woken their grains: the report and what follows from it are decided and recorded here, by the same rule and the same append
/// as in the grain. Only in a process that serves all grains itself (docs/decisions/0012).
/// </summary>
public sealed class NewDisputeDoor(GrainServices services, RuleSet rules, IRealmPlaces places)
{
    /// <summary>Opens the case; null when somebody is there already and the grain must answer.</summary>
    public async ValueTask<Answer<DisputeRefusal>?> TryOpen(StreamId stream, CommandEnvelope envelope, ReportDispute report) =>
        services.New.TryBegin(stream) ? await Turn(stream, Folded<Dispute>.Start(DisputeStream.Aggregate.Initial), envelope, report) : null;

    /// <summary>Carries a follow-up or deadline to a case that is still new; null when the grain must answer.</summary>
    public async ValueTask<Answer<DisputeRefusal>?> TryVisit(StreamId stream, CommandEnvelope envelope, DisputeCommand command) =>
        envelope.RememberAlways && services.New.TryVisit(stream) is Folded<Dispute> before ? await Turn(stream, before, envelope, command) : null;

    private async Task<Answer<DisputeRefusal>?> Turn(StreamId stream, Folded<Dispute> before, CommandEnvelope envelope, DisputeCommand command)
    {
        Folded<Dispute>? now = null;
        try
        {
            var at = Instants.Later(before.LastAt, envelope.At ?? services.Clocks.Now(stream.Instance));
            var decision = Dispute.Decide(before.State, command.Stamped(before.State, stream, places.RosterOf(stream.Instance), at), rules);
            var (request, after) = StreamTurn.Prepare(DisputeStream.Aggregate, stream, envelope, before, at, decision.Events);
            var answer = await services.Journal.Append(request);
            if (answer.Outcome == AppendOutcome.OtherBody) return new(AnswerKind.OtherBody, before.Version, before.ETag, null);
            if (answer.Outcome != AppendOutcome.Accepted) return null;
            now = after with { HashTag = decision.Events.IsEmpty ? before.HashTag : answer.HashTag };
            var kind = decision.Refusal is not null ? AnswerKind.Refused : decision.Events.IsEmpty ? AnswerKind.NothingNew : AnswerKind.Done;
            return new Answer<DisputeRefusal>(kind, now.Version, now.ETag, decision.Refusal);
        }
        finally
        {
            services.New.Leave(stream, now);
        }
    }
}
