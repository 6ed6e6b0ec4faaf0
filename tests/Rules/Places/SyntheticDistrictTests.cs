using System.Globalization;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class SyntheticDistrictTests
{
    private static Registry District => TestDistrict.Registry;

    [Fact]
    public void The_district_has_its_published_numbers()
    {
        Assert.Equal(10, District.Streets.Length);
        Assert.Equal(140, District.Communities.Length);
        Assert.Equal(4_866, District.Cells.Length);
        Assert.Equal(52_000, District.Buildings.Count);
        Assert.True(District.IsSynthetic);
    }

    [Fact]
    public void Communities_carry_the_official_codes_and_names()
    {
        var official = OfficialDivisions.Read();
        Assert.Equal(official.Communities.Select(c => (c.Id, c.Zh)), District.Communities.Select(c => (c.Id, c.FullZh)));
        Assert.Equal(new("流塘", "Liutang"), District.Name(new("440306018012")));
        Assert.Equal("沙井", District.FindStreet(new("440306022"))!.Zh);
    }

    [Fact]
    public void The_airport_is_no_street_and_has_no_community()
    {
        Assert.DoesNotContain(District.Streets, s => s.Id == AreaId.Airport);
        Assert.DoesNotContain(District.Communities, c => c.Id.IsIn(AreaId.Airport));
        Assert.True(District.Contains(AreaId.Airport));
    }

    [Fact]
    public void Every_community_has_cells_and_every_cell_has_buildings_numbered_from_one()
    {
        foreach (var community in District.Communities)
            Assert.Equal(
                Enumerable.Range(1, District.Children(community.Id).Count()).Select(n => new AreaId($"{community.Id.Code}-{n:000}")),
                District.Children(community.Id));
        foreach (var cell in District.Cells)
            Assert.Equal(
                Enumerable.Range(1, District.Children(cell.Id).Count()).Select(n => new AreaId($"{cell.Id.Code}-{n:0000}")),
                District.Children(cell.Id));
        Assert.All(District.Cells, cell => Assert.NotEmpty(District.Children(cell.Id)));
    }

    [Theory]
    [InlineData("燕罗", "松岗", "north")]
    [InlineData("松岗", "沙井", "north")]
    [InlineData("松岗", "新桥", "north")]
    [InlineData("沙井", "福海", "north")]
    [InlineData("福海", "福永", "north")]
    [InlineData("福永", "航城", "north")]
    [InlineData("航城", "西乡", "north")]
    [InlineData("西乡", "新安", "north")]
    [InlineData("新桥", "沙井", "east")]
    [InlineData("石岩", "航城", "east")]
    [InlineData("石岩", "新桥", "east")]
    [InlineData("福永", "福海", "east")]
    [InlineData("新安", "西乡", "east")]
    public void Streets_lie_where_they_really_lie_to_each_other(string one, string other, string direction)
    {
        var (a, b) = (MiddleOf(one), MiddleOf(other));
        Assert.True(direction == "north" ? a.Lat > b.Lat : a.Lon > b.Lon, $"{one} {a} should be {direction} of {other} {b}");
    }

    [Fact]
    public void Shiyan_reaches_farthest_east_Xinan_farthest_south_and_Yanluo_farthest_north()
    {
        Assert.Equal("石岩", District.Streets.MaxBy(s => s.Shape.Rings[0].Max(p => p.Lon))!.Zh);
        Assert.Equal("新安", District.Streets.MinBy(s => s.Shape.Rings[0].Min(p => p.Lat))!.Zh);
        Assert.Equal("燕罗", District.Streets.MaxBy(s => s.Shape.Rings[0].Max(p => p.Lat))!.Zh);
    }

    [Theory]
    [InlineData(22.555, 113.89, "新安")]
    [InlineData(22.58, 113.86, "西乡")]
    [InlineData(22.62, 113.84, "航城")]
    [InlineData(22.67, 113.81, "福永")]
    [InlineData(22.70, 113.80, "福海")]
    [InlineData(22.73, 113.80, "沙井")]
    [InlineData(22.73, 113.84, "新桥")]
    [InlineData(22.77, 113.84, "松岗")]
    [InlineData(22.80, 113.86, "燕罗")]
    [InlineData(22.68, 113.93, "石岩")]
    public void The_known_centre_of_a_street_lies_in_that_street(double lat, double lon, string street) =>
        Assert.Equal(street, District.Streets.Single(s => s.Shape.Contains(new(lon, lat))).Zh);

    [Fact]
    public void Crowded_streets_have_the_most_buildings()
    {
        var most = District.Streets.OrderByDescending(s => District.Children(s.Id).SelectMany(District.Children).Sum(Buildings)).Select(s => s.Zh);
        Assert.Equal(["西乡", "沙井", "新安"], most.Take(3));

        int Buildings(AreaId cell) => District.BuildingsOf(cell) is var range ? range.End.Value - range.Start.Value : 0;
    }

    [Fact]
    public void The_same_seed_draws_the_same_district_byte_for_byte() =>
        Assert.Equal(District.Hash, SyntheticDistrict.Generate(TestDistrict.Seed).Registry.Hash);

    [Fact]
    public void Another_seed_draws_another_district() =>
        Assert.NotEqual(District.Hash, SyntheticDistrict.Generate(TestDistrict.Seed + 1, 1_000).Registry.Hash);

    [Fact]
    public void The_default_district_is_the_one_it_always_was() =>
        Assert.Equal("78156a42f27a174716368e0fb18425dff4473e21fdc7acaab9f99688f26f63c3", District.Hash);

    [Theory]
    [InlineData(1)]
    [InlineData(4_000)]
    [InlineData(170_000)]
    public void Any_number_of_buildings_can_be_asked_for(int buildings)
    {
        var (registry, roster) = SyntheticDistrict.Generate(3, buildings);
        Assert.Equal(buildings, registry.Buildings.Count);
        Assert.Equal(4_866 + buildings + 140 + 10 + 1, roster.Count);
    }

    [Fact]
    public void Addresses_are_different_from_each_other_and_name_street_and_community()
    {
        Assert.Equal(District.Buildings.Count, District.Buildings.Select(b => b.Address).Distinct().Count());
        var one = District.FindBuilding(new("440306018012-017-0001"))!;
        Assert.StartsWith("西乡街道流塘社区", one.Address, StringComparison.Ordinal);
        Assert.All(District.Buildings.Take(2_000), b => Assert.True(b.Floors is > 0 and < 100 && b.Households >= b.Floors, b.ToString()));
    }

    private static LonLat MiddleOf(string zh)
    {
        var cells = District.Cells.Where(c => c.Id.IsIn(TestDistrict.Street(zh).Id)).ToList();
        return new(cells.Average(c => c.Center.Lon), cells.Average(c => c.Center.Lat));
    }
}
