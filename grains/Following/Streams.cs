using System.Collections.Frozen;
using GridActors.Buildings;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Realms;
using GridActors.Responders;

namespace GridActors.Following;

/// <summary>Every kind of stream there is.</summary>
public static class Streams
{
    private static readonly FrozenDictionary<string, IAggregate> ByKind = new IAggregate[]
    {
        DisputeStream.Aggregate, CellStream.Aggregate, ResponderStream.Aggregate, BuildingStream.Aggregate, RealmStream.Aggregate,
    }.ToFrozenDictionary(aggregate => aggregate.Kind);

    public static IEnumerable<IAggregate> All => ByKind.Values;

    /// <summary>How streams of the kind are folded, or null for a kind this build does not know.</summary>
    public static IAggregate? Find(string kind) => ByKind.GetValueOrDefault(kind);
}
