using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>The tallies of every area that something happened in, up to the district.</summary>
internal sealed class TallyTree
{
    private readonly Dictionary<string, AreaTally> byCode = [];

    public TallyTree() => District = byCode[AreaId.District.Code] = new(AreaId.District, parent: null);

    public AreaTally District { get; }

    public IEnumerable<AreaTally> All => byCode.Values;

    public AreaTally? Find(AreaId area) => byCode.GetValueOrDefault(area.Code);

    /// <summary>The leaf that counts what lies at the area: a building, the airport or an unlocated child itself, of anything else its unlocated child.</summary>
    public AreaTally LeafOf(AreaId area) => Made(IsLeaf(area) ? area : area.Unlocated);

    private static bool IsLeaf(AreaId area) => area.IsUnlocated || area == AreaId.Airport || area.Level == AreaLevel.Building;

    private AreaTally Made(AreaId area)
    {
        if (byCode.TryGetValue(area.Code, out var known)) return known;
        var parent = Made(area.Parent);
        var made = new AreaTally(area, parent);
        parent.Children.Add(made);
        byCode.Add(area.Code, made);
        return made;
    }
}
