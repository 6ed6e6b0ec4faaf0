using System.Collections.Immutable;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GridActors.Places;

/// <summary>What a level gains, loses, calls otherwise or puts elsewhere (its centre, its border or a building's position changed).</summary>
public sealed record LevelDiff(
    AreaLevel Level, int Before, int After, ImmutableArray<AreaId> Added, ImmutableArray<AreaId> Removed, ImmutableArray<AreaId> Renamed, ImmutableArray<AreaId> Moved)
{
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Renamed.IsEmpty && Moved.IsEmpty;
}

/// <summary>One cell that became several, or several that became one: most of each piece lies in the other.</summary>
public sealed record CellChange(ImmutableArray<AreaId> From, ImmutableArray<AreaId> To);

/// <summary>A building that is known by another code now: same community and address, other cell.</summary>
public sealed record BuildingChange(AreaId From, AreaId To);

/// <summary>An area that is gone while cases are open in it. They are not lost: they keep the old code and stay with the areas above it.</summary>
public sealed record StrandedCases(AreaId Area, int Open);

/// <summary>What becomes of a district when one registry takes another's place.</summary>
public sealed record RegistryDiff(
    string? From, string To, ImmutableArray<LevelDiff> Levels, ImmutableArray<CellChange> Split, ImmutableArray<CellChange> Merged, ImmutableArray<BuildingChange> CellChanged,
    ImmutableArray<StrandedCases> Stranded)
{
    /// <summary>Most: what share of a cell must lie in another to count as having come from it.</summary>
    private const double Most = 0.5;

    public bool IsSame => From == To;

    /// <param name="before">The registry in use; null: there is none yet.</param>
    /// <param name="after">The one to come.</param>
    /// <param name="openCases">How many cases are open where.</param>
    public static RegistryDiff Between(Registry? before, Registry after, IReadOnlyDictionary<AreaId, int> openCases)
    {
        var stranded = openCases.Where(at => at.Value > 0 && !after.Contains(at.Key)).OrderBy(at => at.Key).Select(at => new StrandedCases(at.Key, at.Value)).ToImmutableArray();
        if (before?.Hash == after.Hash) return new(before.Hash, after.Hash, [], [], [], [], stranded);
        ImmutableArray<LevelDiff> levels =
        [
            Level(AreaLevel.Street, before?.Streets ?? [], after.Streets, area => area.Id, (a, b) => a.FullZh != b.FullZh || a.En != b.En, (a, b) => a.Center != b.Center || !Same(a.Shape, b.Shape)),
            Level(AreaLevel.Community, before?.Communities ?? [], after.Communities, area => area.Id, (a, b) => a.FullZh != b.FullZh || a.En != b.En, (a, b) => a.Center != b.Center || !Same(a.Shape, b.Shape)),
            Level(AreaLevel.Cell, before?.Cells ?? [], after.Cells, area => area.Id, (_, _) => false, (a, b) => a.Center != b.Center || !Same(a.Shape, b.Shape)),
            Level(AreaLevel.Building, Local(before), Local(after), area => area.Id, (a, b) => a.Address != b.Address, (a, b) => a.Position != b.Position),
        ];
        if (before is null) return new(null, after.Hash, levels, [], [], [], stranded);
        var (split, merged) = Reshaped(before, after, levels[2]);
        return new(before.Hash, after.Hash, levels, split, merged, Recoded(before, after, levels[3]), stranded);
    }

    private static LevelDiff Level<T>(AreaLevel level, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, AreaId> idOf, Func<T, T, bool> isRenamed, Func<T, T, bool> isMoved)
    {
        var (added, removed, renamed, moved) = (ImmutableArray.CreateBuilder<AreaId>(), ImmutableArray.CreateBuilder<AreaId>(), ImmutableArray.CreateBuilder<AreaId>(), ImmutableArray.CreateBuilder<AreaId>());
        for (var (i, j) = (0, 0); i < before.Count || j < after.Count;)
        {
            var order = i == before.Count ? 1 : j == after.Count ? -1 : idOf(before[i]).CompareTo(idOf(after[j])); // both stand in the order of codes
            if (order < 0) removed.Add(idOf(before[i++]));
            else if (order > 0) added.Add(idOf(after[j++]));
            else
            {
                var (old, now) = (before[i++], after[j++]);
                if (isRenamed(old, now)) renamed.Add(idOf(now));
                if (isMoved(old, now)) moved.Add(idOf(now));
            }
        }
        return new(level, before.Count, after.Count, added.ToImmutable(), removed.ToImmutable(), renamed.ToImmutable(), moved.ToImmutable());
    }

    /// <summary>Buildings with lane and number alone: a street's new name is not theirs.</summary>
    private static Building[] Local(Registry? registry) => registry is null ? [] : [.. registry.Buildings.Select((building, i) => building with { Address = registry.LocalAddress(i) })];

    private static bool Same(Shape one, Shape other) =>
        one.Rings.Length == other.Rings.Length && one.Rings.Zip(other.Rings).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()));

    private static (ImmutableArray<CellChange> Split, ImmutableArray<CellChange> Merged) Reshaped(Registry before, Registry after, LevelDiff cells)
    {
        var old = cells.Removed.Concat(cells.Moved).Order().Select(id => (Id: id, Polygon: ShapeDraft.PolygonOf(before.FindCell(id)!.Shape))).ToList();
        var tree = new STRtree<int>();
        for (var i = 0; i < old.Count; i++) tree.Insert(old[i].Polygon.EnvelopeInternal, i);
        var (pieces, sources) = (new SortedDictionary<AreaId, List<AreaId>>(), new SortedDictionary<AreaId, List<AreaId>>());
        foreach (var id in cells.Added.Concat(cells.Moved).Order())
        {
            var now = ShapeDraft.PolygonOf(after.FindCell(id)!.Shape);
            foreach (var i in tree.Query(now.EnvelopeInternal).Order())
            {
                var shared = OverlayNGRobust.Overlay(now, old[i].Polygon, SpatialFunction.Intersection).Area;
                if (shared > Most * now.Area) Into(pieces, old[i].Id, id);
                if (shared > Most * old[i].Polygon.Area) Into(sources, id, old[i].Id);
            }
        }
        return (
            [.. pieces.Where(cell => cell.Value.Count > 1).Select(cell => new CellChange([cell.Key], [.. cell.Value]))],
            [.. sources.Where(cell => cell.Value.Count > 1).Select(cell => new CellChange([.. cell.Value], [cell.Key]))]);

        static void Into(SortedDictionary<AreaId, List<AreaId>> all, AreaId key, AreaId one)
        {
            if (!all.TryGetValue(key, out var list)) all[key] = list = [];
            list.Add(one);
        }
    }

    private static ImmutableArray<BuildingChange> Recoded(Registry before, Registry after, LevelDiff buildings)
    {
        var gone = new Dictionary<(AreaId, string), AreaId>();
        foreach (var id in buildings.Removed) gone.TryAdd((id.At(AreaLevel.Community), before.LocalAddress(before.IndexOf(id))), id);
        return [.. buildings.Added
            .Select(id => gone.TryGetValue((id.At(AreaLevel.Community), after.LocalAddress(after.IndexOf(id))), out var was) ? new BuildingChange(was, id) : null)
            .OfType<BuildingChange>().Where(change => change.From.Parent != change.To.Parent)];
    }
}
