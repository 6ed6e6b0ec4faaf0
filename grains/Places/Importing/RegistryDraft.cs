using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>
/// A registry as it is gathered from a district's own files: rows and polygons in any order, then <see cref="Build"/>. Whatever is wrong is told
/// with its line and stops the whole.
/// </summary>
public sealed class RegistryDraft(SourceFaults faults)
{
    /// <summary>Buildings of a district; rows beyond are counted as faults and not kept.</summary>
    public const int BuildingsMax = 1_000_000;

    /// <summary>Streets, communities and cells together.</summary>
    public const int AreasMax = 100_000;

    /// <summary>Corners of one area's polygon; more is no border but a mistake.</summary>
    public const int CornersMax = 100_000;

    /// <summary>Characters of a name or an address.</summary>
    public const int TextCharactersMax = 200;

    private const string NoCode = "Give the official code: 9 digits for a street, 12 for a community, 440306018012-017 for a cell, 440306018012-017-0042 for a building";

    private readonly Dictionary<string, AreaDraft> areas = new(StringComparer.Ordinal);
    private readonly List<MapLabel> labels = [];
    private readonly BuildingRows buildings = new();
    private readonly DraftNotes notes = new();
    private bool isSynthetic;
    private int seed;

    /// <summary>What is not wrong, but should be known before the registry is adopted.</summary>
    public IReadOnlyList<string> Notes => notes.Lines;

    /// <summary>Adds something that is worth knowing to <see cref="Notes"/>.</summary>
    public void Note(string note) => notes.Add(note);

    /// <summary>Says that the places are invented, and what they were drawn from.</summary>
    public void MarkSynthetic(int drawnFrom) => (isSynthetic, seed) = (true, drawnFrom);

    /// <summary>A row of a street, a community, a cell or the airport. Names are for streets, communities and the airport.</summary>
    public void AddArea(SourceLine at, AreaId id, string? name, string? english, LonLat? center)
    {
        if (Find(at, id) is not { } area) return;
        if (area.Row is { } earlier)
        {
            faults.Add(at, "code", $"{id} stands in {earlier} already", "Leave one of the two rows out");
            return;
        }
        area.Row = at;
        Name(at, area, name, english);
        if (center is { } middle && IsPlace(at, "longitude", middle)) area.Center = ShapeDraft.Rounded(middle);
    }

    /// <summary>The polygon of a street, a community, a cell or the airport, as a map gives it: rings of corners, the first is the outer one.</summary>
    public void AddShape(SourceLine at, AreaId id, IReadOnlyList<List<LonLat>> rings, string? name, string? english)
    {
        if (Find(at, id) is not { } area) return;
        if (area.Map is { } earlier)
        {
            faults.Add(at, "code", $"{id} has a polygon in {earlier} already", "Leave one of the two out");
            return;
        }
        area.Map = at;
        if (area.Row is null) Name(at, area, name, english);
        foreach (var corner in rings.SelectMany(ring => ring))
            if (!IsPlace(at, "coordinates", corner)) return;
        var (shape, wrong, advice) = ShapeDraft.Of(rings);
        if (wrong is not null) faults.Add(at, "coordinates", $"{id}: {wrong}", advice);
        area.Shape = shape;
    }

    public void AddBuilding(SourceLine at, AreaId id, LonLat position, int floors, int households, string address)
    {
        if (id.Level != AreaLevel.Building || id.IsUnlocated)
        {
            faults.Add(at, "code", $"{id} is no building's code", NoCode);
            return;
        }
        if (!IsPlace(at, "longitude", position)) return;
        if (floors is < 0 or > byte.MaxValue) faults.Add(at, "floors", $"{floors} is no number of floors", $"Give 0 to {byte.MaxValue}");
        else if (households is < 0 or > ushort.MaxValue) faults.Add(at, "households", $"{households} is no number of households", $"Give 0 to {ushort.MaxValue}");
        else if (AddressText.Normal(address).Length == 0) faults.Add(at, "address", "the address is empty", "Give lane and number, such as 榕树路3巷5号");
        else if (address.Length > TextCharactersMax) faults.Add(at, "address", "the address is too long", $"Give at most {TextCharactersMax} characters");
        else if (buildings.Count == BuildingsMax) faults.Add(at, "", $"there are more than {BuildingsMax} buildings", "Import the buildings of one district only");
        else buildings.Add(id, position, (byte)floors, (ushort)households, address, at);
    }

    /// <summary>A word on the map that is no area of the district.</summary>
    public void AddLabel(string name, string english, LonLat position) => labels.Add(new(name, english, ShapeDraft.Rounded(position)));

    /// <summary>The registry, or null when anything is wrong.</summary>
    /// <param name="source">The files as a whole, for what no line can be blamed for.</param>
    public Registry? Build(string source)
    {
        var (streets, communities, cells) = (Level(AreaLevel.Street), Level(AreaLevel.Community), Level(AreaLevel.Cell));
        var airport = areas.Values.FirstOrDefault(area => area.IsAirport);
        if (cells.Length == 0) faults.Add(new(source, 0), "", "there are no cells", "Import streets, communities, cells and buildings together: cells.csv");
        if (airport is null) faults.Add(new(source, 0), "", $"the airport {AreaId.Airport} is missing", "Add its row to streets.csv and its polygon; `registry export` shows how they look");
        foreach (var area in areas.Values) CheckWhole(area);
        var sorted = CheckBuildings();
        if (faults.Any) return null;
        new LayoutCheck(faults, notes).Check(streets, communities, cells, buildings);
        if (faults.Any) return null;
        var names = cells.Select(cell => (Street: areas[cell.Id.At(AreaLevel.Street).Code].Name!, Community: areas[cell.Id.Parent.Code].Name!)).ToArray();
        return new(new(
            isSynthetic, seed,
            [.. streets.Select(area => new Street(area.Id, area.Name!, area.English ?? "", CenterOf(area), area.Shape!))],
            [.. communities.Select(area => new Community(area.Id, area.Name!, area.English ?? "", CenterOf(area), area.Shape!))],
            [.. cells.Select(area => new Cell(area.Id, CenterOf(area), area.Shape!))],
            new(AreaId.Airport, airport!.Name!, airport.English ?? "", CenterOf(airport), airport.Shape!),
            [.. labels],
            buildings.ToTable(sorted, [.. cells.Select(area => area.Id)], (cell, address) => LocalAddress(address, names[cell].Street, names[cell].Community))));
    }

    private AreaDraft? Find(SourceLine at, AreaId id)
    {
        if (id.IsUnlocated || id != AreaId.Airport && id.Level is AreaLevel.District or AreaLevel.Building)
            faults.Add(at, "code", $"{id} is no code of a street, community or cell", NoCode);
        else if (areas.TryGetValue(id.Code, out var known)) return known;
        else if (areas.Count == AreasMax) faults.Add(at, "", $"there are more than {AreasMax} areas", "Import one district only");
        else return areas[id.Code] = new(id);
        return null;
    }

    private void Name(SourceLine at, AreaDraft area, string? name, string? english)
    {
        if (name?.Length > TextCharactersMax || english?.Length > TextCharactersMax)
            faults.Add(at, "name", "the name is too long", $"Give at most {TextCharactersMax} characters");
        (area.Name, area.English) = (name, english);
    }

    private bool IsPlace(SourceLine at, string column, LonLat position)
    {
        if (DistrictBounds.FaultOf(position.Lon, position.Lat) is not var (wrong, advice)) return true;
        faults.Add(at, column, wrong, advice);
        return false;
    }

    private void CheckWhole(AreaDraft area)
    {
        if (area.Id.Level is not AreaLevel.Cell && string.IsNullOrWhiteSpace(area.Name))
            faults.Add(area.At, "name", $"{area.Id} has no name", area.Row is null ? "Add its row with its official name" : "Give its official name, such as 西乡街道 or 流塘社区");
        if (area.Map is null) faults.Add(area.At, "coordinates", $"{area.Id} has no polygon", "Add it to a .geojson file beside the tables, with this code in its properties");
        if (area.Id.Level is AreaLevel.Community or AreaLevel.Cell && !areas.ContainsKey(area.Id.Parent.Code))
            faults.Add(area.At, "code", $"{area.Id} lies in {area.Id.Parent}, which is not there", "Add that one, or correct the code");
    }

    private int[] CheckBuildings()
    {
        var sorted = buildings.Sorted();
        for (var i = 0; i < sorted.Length; i++)
        {
            var id = buildings.IdOf(sorted[i]);
            if (id.Code.EndsWith("-0000", StringComparison.Ordinal)) faults.Add(buildings.At(sorted[i]), "code", $"{id} is numbered 0", "Number the buildings of a cell from 0001");
            if (i > 0 && buildings.IdOf(sorted[i - 1]) == id) faults.Add(buildings.At(sorted[i]), "code", $"{id} stands in {buildings.At(sorted[i - 1])} already", "Leave one of the two rows out");
            else if (!areas.ContainsKey(id.Parent.Code)) faults.Add(buildings.At(sorted[i]), "code", $"{id} lies in {id.Parent}, which is not there", "Add that cell, or correct the code");
        }
        return sorted;
    }

    private ImmutableArray<AreaDraft> Level(AreaLevel level) =>
        [.. areas.Values.Where(area => !area.IsAirport && area.Id.Level == level).OrderBy(area => area.Id.Code, StringComparer.Ordinal)];

    private static LonLat CenterOf(AreaDraft area) => area.Center ?? ShapeDraft.MiddleOf(area.Shape!);

    /// <summary>Lane and number: what registries keep of an address; district, street and community are known from the code.</summary>
    private static string LocalAddress(string address, string street, string community)
    {
        var local = AddressText.WithinDistrict(AddressText.Normal(address));
        foreach (var outer in (ReadOnlySpan<string>)[street, community])
        {
            var name = AddressText.Normal(outer);
            if (local.StartsWith(name, StringComparison.Ordinal) && local.Length > name.Length) local = local[name.Length..];
        }
        return local;
    }
}

/// <summary>Things that are allowed but worth knowing, the first of each sort by name.</summary>
internal sealed class DraftNotes
{
    /// <summary>Notes that are kept; the rest is only counted.</summary>
    private const int KeptMax = 50;

    private readonly List<string> kept = [];
    private long more;

    public IReadOnlyList<string> Lines => more == 0 ? kept : [.. kept, $"and {more} more of this kind"];

    public void Add(string note)
    {
        if (kept.Count < KeptMax) kept.Add(note);
        else more++;
    }
}
