using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace GridActors.Places;

/// <summary>
/// The district's tree with its geometry: streets, communities, cells and buildings, each level in the order of its codes.
/// Immutable, known by the SHA-256 of its file; a changed district is a new registry. Safe to share between threads.
/// </summary>
public sealed partial class Registry
{
    private readonly RegistryContent content;
    private readonly byte[] file;
    private readonly FrozenDictionary<string, int> streetIndex;
    private readonly FrozenDictionary<string, int> communityIndex;
    private readonly int[] firstCommunityOfStreet;
    private readonly int[] firstCellOfCommunity;
    private readonly short[] cellNumber;
    private readonly int[] communityOfCell;
    private readonly Lazy<PositionIndex> positions;
    private readonly Lazy<AddressIndex> addresses;

    internal Registry(RegistryContent content) : this(content, RegistryFile.Encode(content)) { }

    internal Registry(RegistryContent content, byte[] file)
    {
        RegistryConsistency.Check(content);
        this.content = content;
        this.file = file;
        Hash = RegistryFile.HashOf(file);
        streetIndex = content.Streets.Select((s, i) => (s.Id.Code, i)).ToFrozenDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
        communityIndex = content.Communities.Select((c, i) => (c.Id.Code, i)).ToFrozenDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
        firstCommunityOfStreet = FirstOf(streetIndex, content.Communities.Select(c => c.Id.Parent.Code));
        firstCellOfCommunity = FirstOf(communityIndex, content.Cells.Select(c => c.Id.Parent.Code));
        cellNumber = [.. content.Cells.Select(c => short.Parse(c.Id.Code.AsSpan(c.Id.Code.Length - 3), CultureInfo.InvariantCulture))];
        communityOfCell = [.. content.Cells.Select(c => communityIndex[c.Id.Parent.Code])];
        Buildings = new BuildingList(this);
        positions = new(() => new PositionIndex(content));
        addresses = new(() => new AddressIndex(content));
    }

    /// <summary>A reported position this near to a building, in metres, is taken to mean it.</summary>
    public const double SnapMetresMax = 60;

    /// <summary>SHA-256 of the registry's file, 64 lower-case hex digits: its name for ever.</summary>
    public string Hash { get; }

    /// <summary>Whether the places are invented; pages then say SYNTHETIC.</summary>
    public bool IsSynthetic => content.IsSynthetic;

    /// <summary>What a synthetic registry was drawn from; 0 for an imported one.</summary>
    public int Seed => content.Seed;

    public ImmutableArray<Street> Streets => content.Streets;

    public ImmutableArray<Community> Communities => content.Communities;

    public ImmutableArray<Cell> Cells => content.Cells;

    /// <summary>Made on demand from compact columns; enumerate rather than keep them.</summary>
    public IReadOnlyList<Building> Buildings { get; }

    public AirportArea Airport => content.Airport;

    public ImmutableArray<MapLabel> Labels => content.Labels;

    internal BuildingTable BuildingTable => content.Buildings;

    /// <summary>The registry's file; the same registry is always the same bytes.</summary>
    public ReadOnlyMemory<byte> File => file;

    /// <summary>Writes the registry's file.</summary>
    public void Save(Stream to) => to.Write(file);

    /// <summary>Reads a registry's file.</summary>
    /// <exception cref="InvalidDataException">Not a registry, damaged, or of a newer format; the message says which.</exception>
    public static Registry Load(Stream from)
    {
        using var bytes = new MemoryStream();
        from.CopyTo(bytes);
        return Load(bytes.ToArray());
    }

    /// <summary>Reads a registry's file; the bytes are kept, and nobody writes to them any more.</summary>
    /// <exception cref="InvalidDataException">Not a registry, damaged, or of a newer format; the message says which.</exception>
    public static Registry Load(byte[] file) => new(RegistryFile.Decode(file), file);

    /// <summary>Whether the area exists: any level, the airport, and the unlocated child of anything coarser than a building.</summary>
    public bool Contains(AreaId area) => area.IsUnlocated
        ? area.Parent == AreaId.District || area.Parent.Level != AreaLevel.Building && IndexOf(area.Parent) >= 0
        : area == AreaId.District || area == AreaId.Airport || IndexOf(area) >= 0;

    public Street? FindStreet(AreaId id) => streetIndex.TryGetValue(id.Code, out var i) ? Streets[i] : null;

    public Community? FindCommunity(AreaId id) => communityIndex.TryGetValue(id.Code, out var i) ? Communities[i] : null;

    public Cell? FindCell(AreaId id) => CellIndex(id.Code) is >= 0 and var i ? Cells[i] : null;

    public Building? FindBuilding(AreaId id) => BuildingIndex(id.Code) is >= 0 and var i ? Buildings[i] : null;

    /// <summary>
    /// The area's number within its level, from 0 in the order of codes: its numeric feature id on the map. -1 for what does not exist, is
    /// the district, the airport or an unlocated child.
    /// </summary>
    public int IndexOf(AreaId area) => (area.Code ?? "").Length switch
    {
        StreetLength => streetIndex.GetValueOrDefault(area.Code!, -1),
        CommunityLength => communityIndex.GetValueOrDefault(area.Code!, -1),
        CellLength => CellIndex(area.Code),
        BuildingLength => BuildingIndex(area.Code),
        _ => -1,
    };

    /// <summary>The area with this number in its level; the opposite of <see cref="IndexOf"/>.</summary>
    public AreaId IdAt(AreaLevel level, int index) => level switch
    {
        AreaLevel.District => AreaId.District,
        AreaLevel.Street => Streets[index].Id,
        AreaLevel.Community => Communities[index].Id,
        AreaLevel.Cell => Cells[index].Id,
        _ => BuildingId(index),
    };

    /// <summary>The areas one level below, in the order of codes, without unlocated children; nothing below a building.</summary>
    public IEnumerable<AreaId> Children(AreaId area) => area.Level switch
    {
        AreaLevel.District => area == AreaId.District ? Streets.Select(s => s.Id) : [],
        AreaLevel.Street => In(CommunitiesOf(area)).Select(i => Communities[i].Id),
        AreaLevel.Community => In(CellsOf(area)).Select(i => Cells[i].Id),
        AreaLevel.Cell => In(BuildingsOf(area)).Select(BuildingId),
        _ => [],
    };

    /// <summary>Index range of the street's communities; empty for an unknown street.</summary>
    public Range CommunitiesOf(AreaId street) =>
        streetIndex.TryGetValue(street.Code, out var i) ? firstCommunityOfStreet[i]..firstCommunityOfStreet[i + 1] : default;

    /// <summary>Index range of the community's cells; empty for an unknown community.</summary>
    public Range CellsOf(AreaId community) =>
        communityIndex.TryGetValue(community.Code, out var i) ? firstCellOfCommunity[i]..firstCellOfCommunity[i + 1] : default;

    /// <summary>Index range of the cell's buildings; empty for an unknown cell.</summary>
    public Range BuildingsOf(AreaId cell) =>
        CellIndex(cell.Code) is >= 0 and var i ? BuildingTable.FirstOfCell[i]..BuildingTable.FirstOfCell[i + 1] : default;

    /// <summary>What pages call the area; its code where the registry does not know it.</summary>
    public AreaName Name(AreaId area)
    {
        if (area.IsUnlocated) return Unlocated(Name(area.Parent));
        if (area == AreaId.District) return new("宝安区", "Bao'an");
        if (area == AreaId.Airport) return new(Airport.Zh, Airport.En);
        if (IndexOf(area) is not (>= 0 and var index)) return new(area.Code, area.Code);
        return area.Level switch
        {
            AreaLevel.Street => new(Streets[index].Zh, Streets[index].En),
            AreaLevel.Community => new(Communities[index].Zh, Communities[index].En),
            AreaLevel.Cell => CellName(index),
            _ => BuildingName(index),
        };
    }

    /// <summary>Lane and number of the n-th building, without street and community.</summary>
    public string LocalAddress(int building) => BuildingTable.LocalAddress(building);

    /// <summary>Index range of all cells of the cell's community.</summary>
    internal (int First, int End) CellsBeside(int cell) =>
        (firstCellOfCommunity[communityOfCell[cell]], firstCellOfCommunity[communityOfCell[cell] + 1]);

    internal string FullAddress(int building)
    {
        var community = Communities[communityOfCell[BuildingTable.CellOf(building)]];
        return FindStreet(community.Id.Parent)!.FullZh + community.FullZh + BuildingTable.LocalAddress(building);
    }

    private static AreaName Unlocated(AreaName parent) => new($"{parent.Zh} · 未定位", $"{parent.En} · unlocated");

    private AreaName CellName(int cell)
    {
        var community = Communities[communityOfCell[cell]];
        return new($"{community.Zh} {cellNumber[cell]:000} 格", $"{community.En} cell {cellNumber[cell]:000}");
    }

    private AreaName BuildingName(int building)
    {
        var community = Communities[communityOfCell[BuildingTable.CellOf(building)]];
        var id = BuildingId(building).Code;
        return new(community.Zh + BuildingTable.LocalAddress(building), $"{community.En} {id[^8..]}");
    }

    private static IEnumerable<int> In(Range range) => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value);

    // children are sorted by code, so each parent's stand side by side
    private static int[] FirstOf(FrozenDictionary<string, int> parents, IEnumerable<string> parentOfEach)
    {
        var first = new int[parents.Count + 1];
        foreach (var parent in parentOfEach) first[parents[parent] + 1]++;
        for (var i = 1; i < first.Length; i++) first[i] += first[i - 1];
        return first;
    }
}
