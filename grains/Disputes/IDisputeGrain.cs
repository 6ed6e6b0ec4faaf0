using GridActors.Journal;

namespace GridActors.Disputes;

/// <summary>The only door to a case. Key: instance | partition | case id.</summary>
[Alias("GridActors.Disputes.IDisputeGrain")]
public interface IDisputeGrain : IGrainWithStringKey
{
    [Alias("Handle")]
    Task<Answer<DisputeRefusal>> Handle(CommandEnvelope envelope, DisputeCommand command);
}
