using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Responders;

/// <summary>How a responder's stream is folded.</summary>
public static class ResponderStream
{
    public const string Kind = "responder";

    public static readonly Aggregate<ResponderTasks, ResponderEvent> Aggregate = new(Kind, ResponderTasks.None, ResponderTasks.Evolve, ResponderTasks.DeadlinesOf, static _ => "");

    /// <summary>The responder's stream in the world of another stream.</summary>
    public static StreamId Of(StreamId beside, ResponderId responder) => StreamId.Of(beside.Instance, beside.Partition, Kind, responder.Value);

    /// <summary>The command as the responder's grain stamps it.</summary>
    public static ResponderCommand Stamped(this ResponderCommand command, StreamId responder, Roster roster, DateTimeOffset at) => command with
    {
        At = at,
        Duty = command is GiveTask or ResponderDeadlinePassed ? DutyNow.Of(roster, new(responder.Id), at) : default,
    };
}

/// <summary>The only door to a responder's tasks. Key: instance | partition | responder id.</summary>
[Alias("GridActors.Responders.IResponderGrain")]
public interface IResponderGrain : IGrainWithStringKey
{
    [Alias("Handle")]
    Task<Answer<ResponderRefusal>> Handle(CommandEnvelope envelope, ResponderCommand command);
}

/// <summary>A responder's tasks as a grain: stamps time and duty, decides, records.</summary>
[PlaceByRealm]
public sealed class ResponderGrain(GrainServices services, IRealmPlaces places)
    : EventSourcedGrain<ResponderTasks, ResponderEvent>(ResponderStream.Aggregate, services), IResponderGrain
{
    public Task<Answer<ResponderRefusal>> Handle(CommandEnvelope envelope, ResponderCommand command) =>
        Transact<ResponderRefusal>(envelope, (tasks, at) => ResponderTasks.Decide(tasks, command.Stamped(Stream, places.RosterOf(Stream.Instance), at)));
}
