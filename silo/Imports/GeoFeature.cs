using System.Text.Json;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>One feature of a map: its properties, and a point or a polygon's rings.</summary>
internal sealed record GeoFeature(SourceLine At, IReadOnlyDictionary<string, string> Properties, LonLat? Point, IReadOnlyList<List<LonLat>>? Rings, int PartsLeftOut)
{
    private const int PositionNumbersMin = 2;

    /// <summary>The property, by the names of a table's column.</summary>
    public string Text(CsvColumn column) => Properties.FirstOrDefault(property => column.IsNamed(property.Key)).Value ?? "";

    /// <exception cref="GeoFeatureException">It is no feature of ours; the message says what is wrong.</exception>
    public static GeoFeature Read(SourceLine at, JsonElement feature)
    {
        if (feature.ValueKind != JsonValueKind.Object || Member(feature, "type") is not { ValueKind: JsonValueKind.String } type || type.GetString() != "Feature")
            throw new GeoFeatureException("type", "this is no Feature", "Give a FeatureCollection of Features");
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Member(feature, "properties") is { ValueKind: JsonValueKind.Object } given)
            foreach (var property in given.EnumerateObject())
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) properties[property.Name] = property.Value.ToString();
        if (Member(feature, "geometry") is not { ValueKind: JsonValueKind.Object } geometry || Member(geometry, "coordinates") is not { ValueKind: JsonValueKind.Array } coordinates)
            throw new GeoFeatureException("geometry", "the feature has no geometry", "Give a Polygon for an area, a Point for a building");
        switch (Member(geometry, "type")?.ToString())
        {
            case "Point":
                return new(at, properties, Position(coordinates), null, 0);
            case "Polygon":
                var corners = 0;
                return new(at, properties, null, RingsOf(coordinates, ref corners), 0);
            case "MultiPolygon":
                var all = 0;
                var parts = coordinates.EnumerateArray().Select(part => RingsOf(part, ref all)).Where(rings => rings.Count > 0).OrderByDescending(rings => Extent(rings[0])).ToList();
                if (parts.Count == 0) throw new GeoFeatureException("coordinates", "the MultiPolygon is empty", "Give at least one polygon");
                return new(at, properties, null, parts[0], parts.Count - 1);
            default:
                throw new GeoFeatureException("geometry", "the geometry is neither a Polygon nor a Point", "Give a Polygon for an area, a Point for a building");
        }
    }

    private static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var member) ? member : null;

    private static List<List<LonLat>> RingsOf(JsonElement polygon, ref int corners)
    {
        var rings = new List<List<LonLat>>();
        foreach (var ring in Array(polygon))
        {
            var positions = new List<LonLat>();
            foreach (var position in Array(ring))
            {
                if (++corners > RegistryDraft.CornersMax)
                    throw new GeoFeatureException("coordinates", $"the polygon has more than {RegistryDraft.CornersMax} corners", "Simplify it in the map's own program");
                positions.Add(Position(position));
            }
            rings.Add(positions);
        }
        return rings;
    }

    private static JsonElement.ArrayEnumerator Array(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new GeoFeatureException("coordinates", "the coordinates are not nested as in GeoJSON", "Give a polygon as a list of rings of [longitude, latitude]");

    private static LonLat Position(JsonElement position)
    {
        if (position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= PositionNumbersMin
            && position[0].ValueKind == JsonValueKind.Number && position[1].ValueKind == JsonValueKind.Number
            && position[0].TryGetDouble(out var lon) && position[1].TryGetDouble(out var lat)) return new(lon, lat);
        throw new GeoFeatureException("coordinates", "a position is not [longitude, latitude]", "Give two numbers, in degrees WGS-84");
    }

    private static double Extent(List<LonLat> ring)
    {
        var (twice, from) = (0.0, ring.Count == 0 ? default : ring[^1]);
        foreach (var to in ring) (twice, from) = (twice + from.Lon * to.Lat - to.Lon * from.Lat, to);
        return Math.Abs(twice);
    }
}

/// <summary>A feature cannot be taken.</summary>
internal sealed class GeoFeatureException(string property, string wrong, string advice) : Exception(wrong)
{
    public string Property { get; } = property;

    public string Advice { get; } = advice;
}
