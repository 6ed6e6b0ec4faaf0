using System.Text;
using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Tests.Imports;

/// <summary>What files of a real district become, and what is said of files that are wrong.</summary>
public sealed class DistrictFilesTests : IDisposable
{
    private readonly Village village = new();

    public void Dispose() => village.Dispose();

    [Fact]
    public void A_small_real_district_is_read_whole()
    {
        var registry = village.Registry();
        Assert.False(registry.IsSynthetic);
        Assert.Equal((1, 2, 4, 6), (registry.Streets.Length, registry.Communities.Length, registry.Cells.Length, registry.Buildings.Count));
        Assert.Equal("西乡街道流塘社区榕树路1巷2号", registry.FindBuilding(new("440306018012-001-0002"))!.Address); // street and community are told by the code
        Assert.Equal("440306018012-001-0002", registry.Resolve("宝安区西乡街道流塘社区榕树路1巷2号")!.Value.Code);
        Assert.Equal(new LonLat(113.862, 22.581), registry.FindCommunity(new("440306018012"))!.Center); // no centre given: the polygon's
        Assert.Equal(Village.Cells[3], ((Location.InCell)registry.Locate(Village.West + 3.99 * Village.Side, Village.South + 0.00001)).Cell.Code);
        Assert.Equal(registry.Hash, village.Registry().Hash);
    }

    [Fact]
    public void Points_of_a_map_are_buildings_when_they_say_what_a_row_says()
    {
        var hash = village.Registry().Hash;
        village.Write("buildings.csv", "code,longitude,latitude,floors,households,address\n" + string.Concat(Village.Buildings.Skip(1)));
        village.Map("buildings.geojson", """{"type":"Feature","properties":{"code":"440306018012-001-0001","floors":6,"户数":"24","address":"榕树路1巷1号"},"geometry":{"type":"Point","coordinates":[113.8606,22.581]}}""");
        Assert.Equal(hash, village.Registry().Hash);
    }

    /// <summary>A file that is changed, and what is said of it: file, line, column, words.</summary>
    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "communities.csv", "编码,名称\n440306018012,流塘社区\n440306018013,盐田社区\n440306018012,流塘社区\n", "communities.csv:4: code", "stands in communities.csv:2 already" },
        { "communities.csv", "编码,名称\n440306018012,流塘社区\n440306018013,\n", "communities.csv:3: name", "has no name" },
        { "cells.csv", "code\n440306018012-001\n440306018012-1\n", "cells.csv:3: code", "'440306018012-1' is no code of an area" },
        { "cells.csv", "code\n4.40306E+11\n", "cells.csv:2: code", "A spreadsheet made a number of the code" },
        { "cells.csv", "code\n440306018099-001\n", "cells.csv:2: code", "lies in 440306018099, which is not there" },
        { "cells.csv", "code\n440306018013-003\n", "cells.csv:2: coordinates", "has no polygon" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-009-0001,113.861,22.581,6,24,一巷1号\n", "buildings.csv:2: code", "lies in 440306018012-009, which is not there" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,22.581,113.861,6,24,一巷1号\n", "buildings.csv:2: longitude", "latitude 22.581 stands before longitude" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,NaN,22.581,6,24,一巷1号\n", "buildings.csv:2: longitude", "'NaN' is no number" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,1e999,22.581,6,24,一巷1号\n", "buildings.csv:2: longitude", "is no number" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,113.861,22.581,300,24,一巷1号\n", "buildings.csv:2: floors", "300 is no number of floors" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,113.861,22.581,6,24,\n", "buildings.csv:2: address", "the address is empty" },
        { "buildings.csv", "code,longitude,latitude,floors,households,address\n440306018012-001-0001,113.861,22.581,6,24,一巷1号\n440306018012-001-0001,113.861,22.581,6,24,一巷1号\n", "buildings.csv:3: code", "stands in buildings.csv:2 already" },
        { "streets.csv", "code,name\n440306018,西乡街道\n", "areas.geojson:9: name", "440306400 has no name" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_with_its_line_and_column(string file, string text, string where, string words)
    {
        village.Write(file, text);
        var (read, faults) = village.Read();
        Assert.Null(read.Registry);
        Assert.Contains(faults.Kept, fault => fault.ToString().StartsWith(where, StringComparison.Ordinal) && fault.ToString().Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void One_bad_row_at_the_very_end_stops_the_whole()
    {
        village.Append("buildings.csv", "440306018013-002-0003,113.9,22.581,six,24,盐田街4号\n");
        var (read, faults) = village.Read();
        Assert.Null(read.Registry);
        Assert.Equal("buildings.csv:8: floors: 'six' is no whole number. Give digits only.", faults.Kept.Single().ToString());
    }

    [Fact]
    public void Faults_are_all_counted_and_the_first_hundred_kept()
    {
        village.Append("buildings.csv", string.Concat(Enumerable.Repeat("x,113.861,22.581,6,24,一巷1号\n", 5_000)));
        var (_, faults) = village.Read();
        Assert.Equal((5_000, SourceFaults.KeptMax), (faults.Count, faults.Kept.Count));
    }

    [Fact]
    public void Chinese_headers_in_gb18030_are_read_when_that_is_said_and_refused_by_line_when_not()
    {
        var hash = village.Registry().Hash;
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;
        village.Write("streets.csv", Encoding.ASCII.GetBytes("code,name,english,longitude,latitude\n440306018,").Concat(gb.GetBytes("西乡街道,Xixiang,113.864,22.581\n440306400,宝安国际机场,Airport,113.82,22.64\n")).ToArray());
        foreach (var name in (string[])["communities.csv", "buildings.csv"]) village.Write(name, gb.GetBytes(village.Text(name)));

        var (read, faults) = village.Read();
        Assert.Null(read.Registry);
        Assert.Equal(["buildings.csv:2", "communities.csv:1", "streets.csv:2"], faults.Kept.Select(fault => fault.At.ToString()).Take(3));
        Assert.Contains("--encoding gb18030", faults.Kept[0].Advice, StringComparison.Ordinal);

        (read, faults) = village.Read(ImportEncodings.Gb18030Name);
        Assert.Equal([], faults.Kept);
        Assert.Equal(hash, read.Registry!.Hash);
    }

    [Fact]
    public void Polygons_that_share_ground_or_lie_outside_are_told()
    {
        village.Map("areas.geojson",
            Village.Square("440306018", 0, 4), Village.Square("440306018012", 0, 2), Village.Square("440306018013", 2, 4),
            Village.Square(Village.Cells[0], 0, 1.5), Village.Square(Village.Cells[1], 1, 2), Village.Square(Village.Cells[2], 2, 3), Village.Square(Village.Cells[3], 3, 5),
            Village.Square("440306400", -20, -18));
        var (read, faults) = village.Read();
        Assert.Null(read.Registry);
        Assert.Equal(
            ["areas.geojson:8: coordinates: 50 % of 440306018013-002 lie outside 440306018013. Correct the polygon or the code, and see that the map is in WGS-84.",
                "areas.geojson:6: coordinates: 440306018012-002 covers 50 % of 440306018012-001. Two areas of a level never share ground: correct one of the polygons."],
            faults.Kept.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Borders_drawn_by_hand_need_not_meet_exactly_but_it_is_said()
    {
        village.Map("areas.geojson",
            Village.Square("440306018", 0, 4), Village.Square("440306018012", 0, 2), Village.Square("440306018013", 2, 4),
            Village.Square(Village.Cells[0], 0, 1.01), Village.Square(Village.Cells[1], 1, 2.01), Village.Square(Village.Cells[2], 2, 3), Village.Square(Village.Cells[3], 3, 4),
            Village.Square("440306400", -20, -18));
        var (read, faults) = village.Read();
        Assert.Equal((4, false), (read.Registry!.Cells.Length, faults.Any));
        Assert.Equal(
            ["areas.geojson:6: 1 % of 440306018012-002 lie outside 440306018012", "areas.geojson:6: 440306018012-002 covers 1 % of 440306018012-001", "areas.geojson:7: 440306018013-001 covers 1 % of 440306018012-002"],
            read.Notes);
    }

    [Theory]
    [InlineData("[[22.58,113.86],[22.581,113.861],[22.58,113.861],[22.58,113.86]]", "latitude 22.58 stands before longitude 113.86")]
    [InlineData("[[121.47,31.23],[121.48,31.23],[121.48,31.24],[121.47,31.23]]", "121.47, 31.23 is not in the district")]
    [InlineData("[[495000.1,2497000.2],[495001,2497000],[495001,2497001],[495000.1,2497000.2]]", "is not in the district")]
    [InlineData("[[1e999,22.58],[113.861,22.581],[113.861,22.58],[1e999,22.58]]", "the position is not a number")]
    [InlineData("[[113.86,22.58],[113.8600001,22.58]]", "a ring has fewer than three corners")]
    public void A_polygon_that_lies_elsewhere_or_nowhere_is_refused(string ring, string words)
    {
        village.Append("cells.csv", "440306018013-003\n");
        village.Map("more.geojson", $$$"""{"type":"Feature","properties":{"code":"440306018013-003"},"geometry":{"type":"Polygon","coordinates":[{{{ring}}}]}}""");
        var (read, faults) = village.Read();
        Assert.Null(read.Registry);
        Assert.StartsWith("more.geojson:2: coordinates: ", faults.Kept[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(words, faults.Kept[0].Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_community_without_cells_is_noted()
    {
        village.Append("communities.csv", "440306018014,空社区,Empty\n");
        village.Map("more.geojson", Village.Square("440306018014", 0, 0.01));
        var (_, faults) = village.Read();
        Assert.Equal("440306018014", faults.Kept.Single().Wrong.Split(' ')[0]); // it covers another one

        village.Write("areas.geojson", village.Text("areas.geojson").Replace(Village.Square("440306018", 0, 4), Village.Square("440306018", 0, 4.05), StringComparison.Ordinal));
        village.Map("more.geojson", Village.Square("440306018014", 4, 4.05));
        var (read, _) = village.Read();
        Assert.Contains("440306018014 has nothing in it", read.Notes.Single(note => note.Contains("nothing", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_building_outside_its_cell_is_taken_and_noted()
    {
        village.Append("buildings.csv", Village.Building("440306018013-002-0003", 0.5, "盐田街9号"));
        var (read, faults) = village.Read();
        Assert.False(faults.Any);
        Assert.Equal("buildings.csv:8: the building 440306018013-002-0003 stands outside its cell's polygon", read.Notes.Single());
    }

    [Fact]
    public void A_twisted_polygon_is_refused_with_the_place_where_it_crosses_itself()
    {
        village.Write("twist.geojson", village.Text("areas.geojson").Replace(Village.Square(Village.Cells[0], 0, 1) + ",", "", StringComparison.Ordinal));
        File.Delete(Path.Combine(village.Folder, "areas.geojson"));
        village.Map("bow.geojson", $$$"""{"type":"Feature","properties":{"code":"{{{Village.Cells[0]}}}"},"geometry":{"type":"Polygon","coordinates":[[[113.86,22.58],[113.862,22.582],[113.862,22.58],[113.86,22.582],[113.86,22.58]]]}}""");
        var (_, faults) = village.Read();
        Assert.Contains(faults.Kept, fault => fault.ToString().Contains("self-intersection near 113.861, 22.581", StringComparison.Ordinal));
    }
}
