using System.Diagnostics;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Responders;

namespace GridActors.Following;

/// <summary>How a deadline that has passed is told to its stream.</summary>
public static class PassedDeadlines
{
    public static object Command(StreamId stream, Deadline due) => stream.Kind switch
    {
        DisputeStream.Kind => new DisputeDeadlinePassed(due.Kind, due.DueAt),
        ResponderStream.Kind => new ResponderDeadlinePassed(due.Kind, due.DueAt),
        _ => throw new UnreachableException($"a {stream.Kind} has no deadlines"),
    };

    /// <summary>
    /// Remembered whatever comes of it; caused by the event that armed it; outside live it happens at its due instant, however late it is told.
    /// </summary>
    public static CommandEnvelope Envelope(StreamId stream, Deadline due, RealmKeys keys, bool atItsInstant) => new()
    {
        Id = keys.DeadlineCommand(stream.Partition, stream.Name, due),
        Cause = $"{stream.Name}@{due.ArmedBy}",
        TieRank = TieRank.Deadline,
        At = atItsInstant ? due.DueAt : null,
        RememberAlways = true,
    };
}
