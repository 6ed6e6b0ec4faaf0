using System.Text;
using CsCheck;
using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Tests.Imports;

/// <summary>Maps as programs, mistakes and malice make them.</summary>
public sealed class GeoFeaturesTests
{
    private const string Ring = "[[113.86,22.58],[113.87,22.58],[113.87,22.59],[113.86,22.58]]";

    private static string Polygon(string code, string ring = Ring) =>
        $$$"""{"type":"Feature","properties":{"code":"{{{code}}}"},"geometry":{"type":"Polygon","coordinates":[{{{ring}}}]}}""";

    private static (List<GeoFeature> Features, SourceFaults Faults) Read(byte[] file)
    {
        var faults = new SourceFaults();
        return ([.. new GeoFeatures("m.geojson", faults).In(new MemoryStream(file))], faults);
    }

    private static (List<GeoFeature> Features, SourceFaults Faults) Read(string file) => Read(Encoding.UTF8.GetBytes(file));

    private static string Map(params string[] features) => "{\"type\":\"FeatureCollection\",\"name\":\"x\",\"features\":[\n" + string.Join(",\n", features) + "\n],\"more\":{}}";

    private static void Says(string file, string fault) => Assert.StartsWith(fault, Read(file).Faults.Kept[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Features_come_one_by_one_with_their_lines()
    {
        var (features, faults) = Read("\uFEFF" + Map(Polygon("440306018"), Polygon("440306018012")));
        Assert.False(faults.Any);
        Assert.Equal([("440306018", 2), ("440306018012", 3)], features.Select(feature => (feature.Properties["code"], feature.At.Line)));
        Assert.Equal(4, features[0].Rings!.Single().Count);
    }

    [Fact]
    public void Of_several_polygons_the_largest_is_taken_and_the_rest_counted()
    {
        var small = "[[113.80,22.50],[113.801,22.50],[113.801,22.501],[113.80,22.50]]";
        var (features, _) = Read(Map($$$"""{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[{{{small}}}],[{{{Ring}}}],[{{{small}}}]]}}"""));
        Assert.Equal((113.86, 2), (features[0].Rings![0][0].Lon, features[0].PartsLeftOut));
    }

    [Fact]
    public void A_fault_within_a_feature_leaves_the_next_ones_readable()
    {
        var (features, faults) = Read(Map("[1]", Polygon("1", "[[113.86],[1,2],[3,4]]"), Polygon("1", "\"x\""), """{"type":"Feature","properties":{},"geometry":null}""", Polygon("\\ud800"), Polygon("440306018")));
        Assert.Equal(["440306018"], features.Select(feature => feature.Properties["code"]));
        Assert.Equal([2, 3, 4, 5, 6], faults.Kept.Select(fault => fault.At.Line));
    }

    [Fact]
    public void Broken_text_ends_the_reading_and_says_where()
    {
        Says(Map(Polygon("1", "[[NaN,22.58],[1,2],[3,4]]")), "m.geojson:2: this is not JSON");
        Says("{\"type\":\"FeatureCollection\",\"features\":[" + Polygon("1") + ",\n{\"type\":", "m.geojson:2: this is not JSON");
        Says(Map(Polygon("1"))[..^12], "m.geojson:");
        Says("", "m.geojson:1: this is not JSON");
        Says("[1,2]", "m.geojson:1: the file is no GeoJSON object");
        Says("{\"features\":7}", "m.geojson:1: features: features is no list");
        Says("{\"type\":\"Topology\"}", "m.geojson:1: there are no features");
        Says("{\"crs\":{\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4547\"}},\"features\":[]}", "m.geojson:1: crs: the map is not in WGS-84");
    }

    [Fact]
    public void Invalid_utf_8_is_told_at_its_feature()
    {
        var bytes = Encoding.Latin1.GetBytes(Map(Polygon("440306018"), Polygon("\u00e9")));
        var (features, faults) = Read(bytes);
        Assert.Equal(("440306018", "m.geojson:3: the feature is not UTF-8. Export the map as UTF-8."), (features.Single().Properties["code"], faults.Kept.Single().ToString()));
    }

    [Fact]
    public void Coordinates_beyond_any_border_are_refused()
    {
        var ring = "[" + string.Join(',', Enumerable.Repeat("[113.86,22.58]", RegistryDraft.CornersMax + 1)) + "]";
        Says(Map(Polygon("1", ring)), "m.geojson:2: coordinates: the polygon has more than 100000 corners");
        var endless = "[" + string.Join(',', Enumerable.Repeat("[113.86,22.58]", 1 + GeoFeatures.FeatureBytesMax / 15)) + "]";
        Says(Map(Polygon("1", endless)), "m.geojson:2: coordinates: one feature is larger than 16 MiB");
    }

    [Fact]
    public void Sixty_five_levels_deep_is_no_map() => Says(Map(new string('[', 65) + new string(']', 65)), "m.geojson:2: this is not JSON");

    [Fact]
    public void Whatever_bytes_come_the_reader_ends_and_throws_nothing()
    {
        var whole = Encoding.UTF8.GetBytes(Map(Polygon("440306018"), Polygon("440306018012")));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, change) =>
        {
            var changed = (byte[])whole.Clone();
            changed[at] = change;
            _ = Read(changed);
            _ = Read(whole[..at]);
        });
        Gen.Byte.Array[0, 300].Sample(bytes => { _ = Read(bytes); });
    }
}
