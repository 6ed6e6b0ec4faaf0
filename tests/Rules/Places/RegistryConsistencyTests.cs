using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

/// <summary>A registry as a district might import it: small, with gaps in its numbers.</summary>
public sealed class RegistryConsistencyTests
{
    private static readonly string[] Addresses = ["一巷1号", "一巷3号", "二巷1号"];

    private static RegistryContent Village => new(
        IsSynthetic: false,
        Seed: 0,
        [new(new("440306018"), "西乡街道", "Xixiang", Middle, Square(0, 4))],
        [new(new("440306018012"), "流塘社区", "Liutang", Middle, Square(0, 4))],
        [new(new("440306018012-003"), Middle, Square(0, 2)), new(new("440306018012-005"), Middle, Square(2, 3)), new(new("440306018012-017"), Middle, Square(3, 4))],
        new(AreaId.Airport, "机场", "Airport", Middle, Square(8, 9)),
        [],
        Buildings);

    private static LonLat Middle => new(113.86, 22.58);

    private static BuildingTable Buildings => new()
    {
        FirstOfCell = [0, 2, 2, 3],
        Ordinal = [1, 3, 42],
        Lon = [113_860_100, 113_860_200, 113_863_500],
        Lat = [22_580_100, 22_580_200, 22_580_300],
        Floors = [5, 6, 7],
        Households = [20, 30, 40],
        AddressStart = [.. Addresses.Aggregate(new List<int> { 0 }, (starts, a) => [.. starts, starts[^1] + Encoding.UTF8.GetByteCount(a)])],
        AddressText = Encoding.UTF8.GetBytes(string.Concat(Addresses)),
    };

    [Fact]
    public void Numbers_may_have_gaps_and_cells_may_be_empty()
    {
        var village = new Registry(Village);
        Assert.Equal(["440306018012-003-0001", "440306018012-003-0003", "440306018012-017-0042"], village.Buildings.Select(b => b.Id.Code));
        Assert.Equal(2, village.IndexOf(new("440306018012-017-0042")));
        Assert.Equal(1, village.IndexOf(new("440306018012-003-0003")));
        Assert.Equal(-1, village.IndexOf(new("440306018012-003-0002")));
        Assert.Equal(1, village.IndexOf(new("440306018012-005")));
        Assert.Equal(-1, village.IndexOf(new("440306018012-004")));
        Assert.Empty(village.Children(new("440306018012-005")));
        Assert.Equal("440306018012-017-0042", village.Resolve("西乡流塘二巷1号")!.Value.Code);
        Assert.Equal(new Location.InCell(new("440306018012-005")), village.Locate(113.8625, 22.5806));
        Assert.False(village.IsSynthetic);
    }

    [Fact]
    public void Gaps_in_the_numbers_of_buildings_are_told_to_the_map()
    {
        using var json = JsonDocument.Parse(GeometryJson.Buildings(new Registry(Village)));
        Assert.Equal([1, 3, 42], json.RootElement.GetProperty("ordinals").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal("[[0,2],[2,1]]", json.RootElement.GetProperty("runs").GetRawText());
    }

    public static TheoryData<string> Faults => ["order", "twice", "orphan", "level", "columns", "cells", "ordinals", "addresses", "polygon"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_registry_that_contradicts_itself_is_refused(string fault)
    {
        var village = Village;
        var cells = village.Cells;
        var broken = fault switch
        {
            "order" => village with { Cells = [cells[1], cells[0], cells[2]] },
            "twice" => village with { Cells = [cells[0], cells[0], cells[2]] },
            "orphan" => village with { Communities = [village.Communities[0] with { Id = new("440306019012") }] },
            "level" => village with { Cells = [cells[0], cells[1], cells[2] with { Id = new("440306018012-017-0001") }] },
            "columns" => village with { Buildings = With(floors: [1]) },
            "cells" => village with { Buildings = With(firstOfCell: [0, 2, 1, 3]) },
            "ordinals" => village with { Buildings = With(ordinal: [3, 3, 42]) },
            "addresses" => village with { Buildings = With(addressStart: [0, 5, 5, 900]) },
            _ => village with { Streets = [village.Streets[0] with { Shape = new(ImmutableArray<ImmutableArray<LonLat>>.Empty) }] },
        };
        Assert.Contains("contradicts itself", Assert.Throws<InvalidDataException>(() => new Registry(broken)).Message, StringComparison.Ordinal);
    }

    private static BuildingTable With(int[]? firstOfCell = null, ushort[]? ordinal = null, byte[]? floors = null, int[]? addressStart = null) => new()
    {
        FirstOfCell = firstOfCell ?? Buildings.FirstOfCell,
        Ordinal = ordinal ?? Buildings.Ordinal,
        Lon = Buildings.Lon,
        Lat = Buildings.Lat,
        Floors = floors ?? Buildings.Floors,
        Households = Buildings.Households,
        AddressStart = addressStart ?? Buildings.AddressStart,
        AddressText = Buildings.AddressText,
    };

    // a strip of the village, thousandths of a degree from its west
    private static Shape Square(int from, int to)
    {
        var (west, east) = (113_860 + from, 113_860 + to);
        return new([[At(west, 22_580), At(east, 22_580), At(east, 22_581), At(west, 22_581)]]);

        static LonLat At(int lon, int lat) => LonLat.OfMicro(lon * 1_000, lat * 1_000);
    }
}
