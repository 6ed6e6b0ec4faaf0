using System.Text.Json;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class GeometryJsonTests
{
    private static Registry District => TestDistrict.Registry;

    [Fact]
    public void Feature_ids_are_the_numbers_of_the_areas_in_their_level()
    {
        foreach (var (json, count) in new[] { (GeometryJson.Communities(District), 140), (GeometryJson.Cells(District), 4_866) })
        {
            var features = Features(json);
            Assert.Equal(count, features.Count);
            Assert.All(features, f => Assert.Equal(District.IndexOf(new(Property(f, "code"))), f.GetProperty("id").GetInt32()));
        }
    }

    [Fact]
    public void The_streets_come_with_the_airport_and_the_names_around()
    {
        var features = Features(GeometryJson.Streets(District));
        Assert.Equal(10, features.Count(f => Property(f, "kind") == "street"));
        var airport = features.Single(f => Property(f, "kind") == "airport");
        Assert.Equal("440306400", Property(airport, "code"));
        Assert.Equal("Polygon", airport.GetProperty("geometry").GetProperty("type").GetString());
        var labels = features.Where(f => Property(f, "kind") == "label").ToList();
        Assert.Equal(["东莞", "光明", "龙华", "南山", "珠江口", "机场"], labels.Select(f => Property(f, "zh")));
        Assert.All(labels, f => Assert.Equal("Point", f.GetProperty("geometry").GetProperty("type").GetString()));
        Assert.Equal(features.Count, features.Select(f => f.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal("西乡 Xixiang 西乡街道", features.Where(f => Property(f, "code") == "440306018").Select(f => $"{Property(f, "zh")} {Property(f, "en")} {Property(f, "name")}").Single());
    }

    [Fact]
    public void Rings_are_closed_run_counter_clockwise_and_have_six_decimals_at_most()
    {
        foreach (var json in new[] { GeometryJson.Streets(District), GeometryJson.Communities(District), GeometryJson.Cells(District) })
            foreach (var feature in Features(json).Where(f => Property(f, "kind") != "label"))
            {
                var ring = feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().ToList();
                Assert.Equal(ring[0].GetRawText(), ring[^1].GetRawText());
                Assert.True(ring.Count >= 5);
                Assert.True(ring.Zip(ring.Skip(1)).Sum(side => side.First[0].GetDouble() * side.Second[1].GetDouble() - side.Second[0].GetDouble() * side.First[1].GetDouble()) > 0);
                Assert.All(ring, p => Assert.Matches(@"^\[113\.\d{1,6},22\.\d{1,6}\]$", p.GetRawText()));
            }
    }

    [Fact]
    public void Buildings_can_be_put_together_again_from_the_columns()
    {
        using var json = JsonDocument.Parse(GeometryJson.Buildings(District));
        var root = json.RootElement;
        Assert.False(root.TryGetProperty("ordinals", out _));
        Assert.Equal(1e-6, root.GetProperty("scale").GetDouble());
        var (lon, lat, floors) = (Column("lon"), Column("lat"), Column("floors"));
        var (index, x, y) = (0, 0, 0);
        foreach (var run in root.GetProperty("runs").EnumerateArray())
            for (var ordinal = 1; ordinal <= run[1].GetInt32(); ordinal++, index++)
            {
                (x, y) = (x + lon[index], y + lat[index]);
                var building = District.Buildings[index];
                Assert.Equal(building.Id.Code, $"{District.Cells[run[0].GetInt32()].Id.Code}-{ordinal:0000}");
                Assert.Equal((building.Position.Lon, building.Position.Lat, building.Floors), (x / 1e6, y / 1e6, floors[index]));
            }
        Assert.Equal(52_000, index);

        List<int> Column(string name) => [.. root.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
    }

    private static List<JsonElement> Features(byte[] json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("FeatureCollection", root.GetProperty("type").GetString());
        return [.. root.GetProperty("features").EnumerateArray()];
    }

    private static string Property(JsonElement feature, string name) =>
        feature.GetProperty("properties").TryGetProperty(name, out var value) ? value.GetString()! : "";
}
