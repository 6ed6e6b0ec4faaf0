using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class SearchTests
{
    private static readonly AreaId Liutang = new("440306018012");

    private static Registry District => TestDistrict.Registry;

    private static IEnumerable<string> Found(string text, int max = 10) => District.Search(text, max).Select(f => f.Id.Code);

    [Fact]
    public void A_name_in_either_script_finds_the_place()
    {
        Assert.Equal("440306018012", Found("流塘").First());
        Assert.Equal("440306018012", Found("流塘社区").First());
        Assert.Equal("440306018012", Found("liutang").First());
        Assert.Equal("440306022", Found("沙井").First());
        Assert.Equal("440306017", Found("Xin'an").First());
        Assert.Equal("440306017", Found("xinan").First());
    }

    [Fact]
    public void A_community_that_exists_in_two_streets_is_found_twice_and_the_street_tells_them_apart()
    {
        Assert.Equal(["440306018013", "440306026012"], Found("径贝", 2));
        Assert.Equal("440306026012", Found("石岩 径贝").First());
    }

    [Fact]
    public void A_code_finds_the_place_and_what_lies_below()
    {
        Assert.Equal("440306018012-017", Found("440306018012-017").First());
        Assert.Contains("440306018012-017-0001", Found("440306018012-017"));
        Assert.Equal(["440306018012-017-0001"], Found("440306018012-017-0001"));
        Assert.Equal("440306018012-001", Found("440306018012", 2).Last());
    }

    [Fact]
    public void A_piece_of_an_address_finds_buildings()
    {
        var building = District.FindBuilding(new("440306018012-017-0002"))!;
        var lane = building.Address["西乡街道流塘社区".Length..];
        Assert.Contains(building.Id.Code, Found($"流塘 {lane}"));
        Assert.Contains(building.Id.Code, Found($"流塘{lane}"));
        Assert.Contains(building.Id.Code, Found(building.Address));
    }

    [Fact]
    public void No_more_is_found_than_was_asked_for()
    {
        Assert.Equal(3, District.Search("路", 3).Count);
        Assert.Equal(Registry.SearchHitsMax, District.Search("1巷", int.MaxValue).Count);
        Assert.Empty(District.Search("流塘", 0));
        Assert.Empty(District.Search("   ", 5));
        Assert.Empty(District.Search("没有这个地方", 5));
        Assert.Empty(District.Search("440306400498", 5));
    }

    [Fact]
    public void Every_address_resolves_to_its_building()
    {
        foreach (var building in District.Buildings.Where((_, i) => i % 501 == 0)) Assert.Equal(building.Id, District.Resolve(building.Address));
    }

    [Fact]
    public void An_address_as_people_write_it_resolves()
    {
        var building = District.FindBuilding(new("440306018012-017-0002"))!;
        var local = building.Address["西乡街道流塘社区".Length..];
        foreach (var written in new[] { $"深圳市宝安区{building.Address}501室", $"西乡流塘{local}", $"流塘社区 {local}", $" 广东省深圳市宝安区西乡街道 流塘社区，{local} 3楼", building.Id.Code })
            Assert.Equal(building.Id, District.Resolve(written));
        Assert.Equal(building.Id, District.Resolve(building.Address.Replace('2', '２')));
    }

    [Fact]
    public void A_lane_without_a_number_resolves_to_its_cell()
    {
        var building = District.FindBuilding(new("440306018012-017-0002"))!;
        Assert.Equal(building.Id.Parent, District.Resolve(building.Address[..^"2号".Length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("流塘社区")]
    [InlineData("西乡街道")]
    [InlineData("菜市场对面那栋楼")]
    [InlineData("流塘社区榕荫路1巷9999号")]
    [InlineData("440306018012")]
    [InlineData("440306018012-999")]
    public void What_is_too_coarse_or_unknown_waits_for_a_person(string address) => Assert.Null(District.Resolve(address));

    [Fact]
    public void A_label_says_the_whole_place() =>
        Assert.StartsWith("西乡 · 流塘 · ", District.Search("440306018012-017-0001", 1).Single().Label, StringComparison.Ordinal);

    [Fact]
    public void Names_are_known_for_every_level_and_for_what_is_unlocated()
    {
        Assert.Equal(new("西乡", "Xixiang"), District.Name(Liutang.Parent));
        Assert.Equal(new("流塘 017 格", "Liutang cell 017"), District.Name(new("440306018012-017")));
        Assert.Equal("流塘 · 未定位", District.Name(Liutang.Unlocated).Zh);
        Assert.Equal("宝安区 · 未定位", District.Name(AreaId.District.Unlocated).Zh);
        Assert.Equal("440306999", District.Name(new("440306999")).Zh);
    }
}
