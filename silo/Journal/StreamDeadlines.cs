using System.Collections.Immutable;
using GridActors.Following;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>The deadlines of a stream, computed again from its events by the folds this build knows.</summary>
public static class StreamDeadlines
{
    /// <summary>An <see cref="ArmedAfter"/>; a kind without a fold (clocks, registries) arms nothing.</summary>
    public static IReadOnlyList<Deadline> After(string streamKind, IReadOnlyList<JournalEntry> entries)
    {
        if (Streams.Find(streamKind) is not { } aggregate) return [];
        var state = aggregate.InitialState;
        var armed = ImmutableArray<Deadline>.Empty;
        foreach (var entry in entries)
        {
            state = aggregate.Evolve(state, EventCodec.Decode(entry));
            armed = GridActors.Journal.Deadlines.After(armed, aggregate.DeadlinesOf(state), entry.Version);
        }
        return armed;
    }
}
