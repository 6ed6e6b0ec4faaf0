using System.Text;
using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Registries;

/// <summary>A building's head as a table names him. Personal: for the vault only.</summary>
public sealed record NamedHead(AreaId Building, string Name, string Phone)
{
    /// <summary>Never the name: what is printed by accident tells nothing.</summary>
    public override string ToString() => $"head of {Building}";
}

/// <summary>A district read from its own files: the registry, heads that were named, and notes worth reading; no registry when anything was wrong.</summary>
public sealed record DistrictRead(Registry? Registry, IReadOnlyList<NamedHead> Heads, IReadOnlyList<string> Notes);

/// <summary>
/// Reads a district's files: <c>streets.csv</c>, <c>communities.csv</c>, <c>cells.csv</c>, <c>buildings.csv</c>, perhaps <c>labels.csv</c>, and every <c>.geojson</c>
/// beside them. Each is streamed; what is kept is bounded by the limits of <see cref="RegistryDraft"/>.
/// </summary>
public sealed class DistrictFiles(Encoding encoding, SourceFaults faults)
{
    /// <summary>Characters of a head's name or phone.</summary>
    private const int PersonCharactersMax = 60;

    private readonly RegistryDraft draft = new(faults);
    private readonly List<NamedHead> heads = [];

    /// <summary>The tables of a folder by name, each read by its own method.</summary>
    public static readonly IReadOnlyList<string> Tables = ["streets.csv", "communities.csv", "cells.csv", "buildings.csv", "labels.csv", "synthetic.csv"];

    private const string MapEnding = ".geojson";

    /// <summary>Reads all files of a folder that are a district's.</summary>
    public DistrictRead ReadFolder(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToArray() : [];
        if (!files.Any(IsOurs)) faults.Add(new(folder, 0), "", "there is no file of a district in this folder", $"Put {string.Join(", ", Tables.Take(4))} and .geojson files into it; docs/registry.md tells their columns");
        foreach (var file in files.Where(IsOurs)) Read(Path.GetFileName(file), File.OpenRead(file));
        return Finish(folder);
    }

    /// <summary>Reads one file, known by its name; the stream is read to its end and closed.</summary>
    public void Read(string name, Stream from)
    {
        switch (name)
        {
            case "streets.csv" or "communities.csv":
                foreach (var row in Table(name, DistrictColumns.Named, from)) Area(row, row.Text(DistrictColumns.Name), row.Text(DistrictColumns.English));
                break;
            case "cells.csv":
                foreach (var row in Table(name, DistrictColumns.Cells, from)) Area(row, null, null);
                break;
            case "buildings.csv":
                foreach (var row in Table(name, DistrictColumns.Buildings, from)) Building(row);
                break;
            case "labels.csv":
                foreach (var row in Table(name, DistrictColumns.Labels, from))
                    if (Center(row) is { } at) draft.AddLabel(row.Text(DistrictColumns.Name), row.Text(DistrictColumns.English), at);
                break;
            case "synthetic.csv":
                foreach (var row in Table(name, DistrictColumns.Synthetic, from))
                    if (row.Whole(DistrictColumns.Seed, faults) is { } seed) draft.MarkSynthetic(seed);
                break;
            default:
                foreach (var feature in new GeoFeatures(name, faults).In(from)) Feature(feature);
                break;
        }
    }

    /// <summary>The registry of everything that was read.</summary>
    public DistrictRead Finish(string source) => new(draft.Build(source), heads, draft.Notes);

    private static bool IsOurs(string path) => Tables.Contains(Path.GetFileName(path)) || path.EndsWith(MapEnding, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<CsvRow> Table(string name, CsvColumn[] columns, Stream from) => new CsvTable(name, columns, encoding, faults).Rows(from);

    private void Area(CsvRow row, string? name, string? english)
    {
        if (row.Area(DistrictColumns.Code, faults) is { } id) draft.AddArea(row.At, id, name, english, Center(row));
    }

    private void Building(CsvRow row)
    {
        if (row.Area(DistrictColumns.Code, faults) is not { } id || Center(row) is not { } position) return;
        if (row.Whole(DistrictColumns.Floors, faults) is not { } floors || row.Whole(DistrictColumns.Households, faults) is not { } households) return;
        draft.AddBuilding(row.At, id, position, floors, households, row.Text(DistrictColumns.Address));
        var (name, phone) = (row.Text(DistrictColumns.Head).Trim(), row.Text(DistrictColumns.Phone).Trim());
        if (name.Length == 0 && phone.Length == 0) return;
        if (name.Length is 0 or > PersonCharactersMax) faults.Add(row.At, "head", "a head has a name of 1 to 60 characters", "Give the name, or leave name and phone empty");
        else if (phone.Length > PersonCharactersMax) faults.Add(row.At, "phone", "the phone is too long", $"Give at most {PersonCharactersMax} characters");
        else if (heads.Count < RegistryDraft.BuildingsMax) heads.Add(new(id, name, phone));
    }

    private LonLat? Center(CsvRow row)
    {
        if (row.Code(DistrictColumns.Longitude).Length == 0 && row.Code(DistrictColumns.Latitude).Length == 0) return null;
        return row.Number(DistrictColumns.Longitude, faults) is { } lon && row.Number(DistrictColumns.Latitude, faults) is { } lat ? new(lon, lat) : null;
    }

    private void Feature(GeoFeature feature)
    {
        var code = feature.Text(DistrictColumns.Code).Trim();
        if (!AreaId.TryParse(code, out var id))
        {
            faults.Add(feature.At, "code", code.Length == 0 ? "the feature has no code" : $"'{CsvCells.Shown(code)}' is no code of an area", CsvCells.CodeAdvice);
            return;
        }
        if (feature.PartsLeftOut > 0) draft.Note($"{feature.At}: of {id} the largest polygon was taken and {feature.PartsLeftOut} smaller left out");
        if (feature.Rings is { } rings) draft.AddShape(feature.At, id, rings, feature.Text(DistrictColumns.Name), feature.Text(DistrictColumns.English));
        else if (id.Level != AreaLevel.Building || feature.Point is not { } at) faults.Add(feature.At, "geometry", $"{id} is a point", "Give a Polygon for an area; points are for buildings");
        else if (CsvCells.Whole(feature.Text(DistrictColumns.Floors)) is not { } floors) faults.Add(feature.At, "floors", "this is no whole number", "Give the building's floors in the feature's properties");
        else if (CsvCells.Whole(feature.Text(DistrictColumns.Households)) is not { } households) faults.Add(feature.At, "households", "this is no whole number", "Give the building's households in the feature's properties");
        else draft.AddBuilding(feature.At, id, at, floors, households, feature.Text(DistrictColumns.Address));
    }
}
