using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>The write that a decision asks for, and the state after it. Folds before anything is written: an event that cannot be folded is never written.</summary>
internal static class StreamTurn
{
    public static (AppendRequest Request, Folded<TState> After) Prepare<TState, TEvent>(
        Aggregate<TState, TEvent> aggregate, StreamId stream, CommandEnvelope command, Folded<TState> before, DateTimeOffset at, ImmutableArray<TEvent> events)
        where TState : class
        where TEvent : class
    {
        var after = before;
        var encoded = ImmutableArray.CreateBuilder<NewEvent>(events.Length);
        foreach (var happened in events)
        {
            after = after.After(aggregate, happened, at, 0);
            encoded.Add(EventCodec.Encode(happened));
        }
        var (armedBefore, armedAfter) = (before.Armed, after.Armed);
        return (new()
        {
            Stream = stream,
            ExpectedVersion = before.Version,
            Command = command.Id,
            Body = command.Body,
            At = at,
            Cause = command.Cause,
            TieRank = command.TieRank,
            Events = encoded.MoveToImmutable(),
            Cleared = armedBefore.IsEmpty ? [] : [.. armedBefore.Where(deadline => !armedAfter.Contains(deadline))],
            Armed = armedAfter.IsEmpty ? [] : [.. armedAfter.Where(deadline => !armedBefore.Contains(deadline))],
            Area = aggregate.AreaOf(after.State),
            Vault = command.Vault,
        }, after);
    }
}
