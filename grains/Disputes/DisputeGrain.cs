using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>How a case's stream is folded.</summary>
public static class DisputeStream
{
    public const string Kind = "dispute";

    public static readonly Aggregate<Dispute, DisputeEvent> Aggregate = new(
        Kind, new Dispute.Unreported(), Dispute.Evolve, Dispute.DeadlinesOf, dispute => dispute is Dispute.Open open ? open.File.Area.Code : "");
}

/// <summary>A case as a grain: stamps time and duty, decides, records.</summary>
[PlaceByRealm]
public sealed class DisputeGrain(GrainServices services, RuleSet rules, IRealmPlaces places)
    : EventSourcedGrain<Dispute, DisputeEvent>(DisputeStream.Aggregate, services), IDisputeGrain
{
    public Task<Answer<DisputeRefusal>> Handle(CommandEnvelope envelope, DisputeCommand command) =>
        Transact<DisputeRefusal>(envelope, (dispute, at) => Dispute.Decide(dispute, command.Stamped(dispute, Stream, places.RosterOf(Stream.Instance), at), rules));
}
