using System.Buffers;
using System.Text.Json;

namespace GridActors.Places;

/// <summary>
/// The registry's map as the web client draws it: GeoJSON (RFC 7946, WGS-84, closed rings, six decimals) for areas, compact columns for
/// buildings. Every feature's <c>id</c> is the area's number in its level (<see cref="Registry.IndexOf"/>), so that states are sent by number.
/// UTF-8; the same registry is always the same bytes.
/// </summary>
public static class GeometryJson
{
    /// <summary>
    /// Streets (<c>kind</c> street), the airport (airport) and words around them (label, points). Properties: kind, code, zh, en, name (official),
    /// center; a label has zh and en.
    /// </summary>
    public static byte[] Streets(Registry registry) => Streets(registry, withLabels: true);

    /// <summary>The same, with or without the words around the areas.</summary>
    public static byte[] Streets(Registry registry, bool withLabels) => Collection(json =>
    {
        for (var i = 0; i < registry.Streets.Length; i++)
        {
            var street = registry.Streets[i];
            Area(json, i, "street", street.Id, new(street.Zh, street.En), street.FullZh, street.Center, street.Shape);
        }
        var airport = registry.Airport;
        var next = registry.Streets.Length;
        Area(json, next++, "airport", airport.Id, new(airport.Zh, airport.En), airport.Zh, airport.Center, airport.Shape);
        if (!withLabels) return;
        foreach (var label in registry.Labels) Label(json, next++, label);
    });

    /// <summary>Communities. Properties: kind, code, zh, en, name (official), center.</summary>
    public static byte[] Communities(Registry registry) => Collection(json =>
    {
        for (var i = 0; i < registry.Communities.Length; i++)
        {
            var community = registry.Communities[i];
            Area(json, i, "community", community.Id, new(community.Zh, community.En), community.FullZh, community.Center, community.Shape);
        }
    });

    /// <summary>Cells. Properties: code, center.</summary>
    public static byte[] Cells(Registry registry) => Collection(json =>
    {
        for (var i = 0; i < registry.Cells.Length; i++)
        {
            var cell = registry.Cells[i];
            Area(json, i, null, cell.Id, null, null, cell.Center, cell.Shape);
        }
    });

    /// <summary>
    /// All buildings in the order of their codes: <c>{scale, runs: [[cell, count], …], lon, lat, floors}</c>. <c>lon</c> and <c>lat</c> are whole multiples of
    /// <c>scale</c> degrees, the first as it is and every further one as the difference to the one before. A building's code is its cell's code, a dash and
    /// its number in the cell from 1, four digits; where numbers have gaps they stand in <c>ordinals</c>.
    /// </summary>
    public static byte[] Buildings(Registry registry) => Written(json =>
    {
        var table = registry.BuildingTable;
        json.WriteStartObject();
        json.WriteNumber("scale", 1 / LonLat.MicroPerDegree);
        json.WriteStartArray("runs");
        var gaps = false;
        for (var cell = 0; cell < registry.Cells.Length; cell++)
        {
            var (first, count) = (table.FirstOfCell[cell], table.FirstOfCell[cell + 1] - table.FirstOfCell[cell]);
            if (count == 0) continue;
            json.WriteStartArray();
            json.WriteNumberValue(cell);
            json.WriteNumberValue(count);
            json.WriteEndArray();
            gaps |= table.Ordinal[first] != 1 || table.Ordinal[first + count - 1] != count;
        }
        json.WriteEndArray();
        Deltas(json, "lon", table.Lon);
        Deltas(json, "lat", table.Lat);
        json.WriteStartArray("floors");
        foreach (var floors in table.Floors) json.WriteNumberValue(floors);
        json.WriteEndArray();
        if (gaps)
        {
            json.WriteStartArray("ordinals");
            foreach (var ordinal in table.Ordinal) json.WriteNumberValue(ordinal);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });

    private static void Deltas(Utf8JsonWriter json, string name, int[] values)
    {
        json.WriteStartArray(name);
        var before = 0;
        foreach (var value in values)
        {
            json.WriteNumberValue(value - before);
            before = value;
        }
        json.WriteEndArray();
    }

    private static byte[] Collection(Action<Utf8JsonWriter> features) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        features(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Area(Utf8JsonWriter json, int id, string? kind, AreaId code, AreaName? name, string? official, LonLat center, Shape shape)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteNumber("id", id);
        json.WriteStartObject("properties");
        if (kind is not null) json.WriteString("kind", kind);
        json.WriteString("code", code.Code);
        if (name is not null)
        {
            json.WriteString("zh", name.Zh);
            json.WriteString("en", name.En);
            json.WriteString("name", official);
        }
        json.WritePropertyName("center");
        Position(json, center);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        foreach (var ring in shape.Rings)
        {
            json.WriteStartArray();
            foreach (var position in ring) Position(json, position);
            Position(json, ring[0]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Label(Utf8JsonWriter json, int id, MapLabel label)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteNumber("id", id);
        json.WriteStartObject("properties");
        json.WriteString("kind", "label");
        json.WriteString("zh", label.Zh);
        json.WriteString("en", label.En);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WritePropertyName("coordinates");
        Position(json, label.Position);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // whole millionths print with at most six decimals
    private static void Position(Utf8JsonWriter json, LonLat position)
    {
        json.WriteStartArray();
        json.WriteNumberValue(position.Lon);
        json.WriteNumberValue(position.Lat);
        json.WriteEndArray();
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return bytes.WrittenSpan.ToArray();
    }
}
