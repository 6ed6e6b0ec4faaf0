using System.Collections.Immutable;
using GridActors.Journal;

namespace GridActors.Planning;

/// <summary>A stream of a run in memory: folded, with its armed deadlines and every command it has taken.</summary>
internal sealed class RunStream(StreamId id, IAggregate aggregate)
{
    private readonly HashSet<UInt128> commands = [];

    public StreamId Id { get; } = id;

    public object State { get; private set; } = aggregate.InitialState;

    public int Version { get; private set; }

    public DateTimeOffset LastAt { get; private set; } = DateTimeOffset.MinValue;

    public ImmutableArray<Deadline> Armed { get; private set; } = [];

    public string Area => aggregate.AreaOf(State);

    public bool Knows(CommandId command) => commands.Contains(command.Value);

    public void Remember(CommandId command) => commands.Add(command.Value);

    public void Fold(object happened, DateTimeOffset at)
    {
        State = aggregate.Evolve(State, happened);
        Armed = Deadlines.After(Armed, aggregate.DeadlinesOf(State), ++Version);
        LastAt = at;
    }
}
