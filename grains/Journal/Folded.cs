using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>A stream folded up to a version: its state and what the next append needs to know.</summary>
public sealed record Folded<TState>(TState State, int Version, ulong HashTag, DateTimeOffset LastAt, ImmutableArray<Deadline> Armed)
    where TState : class
{
    public static Folded<TState> Start(TState initial) => new(initial, 0, 0, DateTimeOffset.MinValue, []);

    /// <summary>Names this state for <c>If-Match</c>: version and part of the last row's hash.</summary>
    public string ETag => ETagOf(Version, HashTag);

    public static string ETagOf(int version, ulong hashTag) => $"{version}-{hashTag:x16}";

    /// <summary>The fold of one more event, with the deadlines it armed or took back.</summary>
    public Folded<TState> After<TEvent>(Aggregate<TState, TEvent> aggregate, TEvent happened, DateTimeOffset at, ulong hashTag)
        where TEvent : class
    {
        var state = aggregate.Evolve(State, happened);
        return new(state, Version + 1, hashTag, at, Deadlines.After(Armed, aggregate.DeadlinesOf(state), Version + 1));
    }
}
