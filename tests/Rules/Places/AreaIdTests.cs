using System.Text.Json;
using CsCheck;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class AreaIdTests
{
    private static readonly Gen<AreaId> AnyArea = Gen.Select(Gen.Int[0, 5], Gen.Int[17, 26], Gen.Int[1, 30], Gen.Int[1, 999], Gen.Int[1, 9_999], Gen.Bool)
        .Select((level, street, community, cell, building, unlocated) =>
        {
            var code = level switch
            {
                0 => "district",
                1 => $"4403060{street:00}",
                2 => $"4403060{street:00}{community:000}",
                3 => $"4403060{street:00}{community:000}-{cell:000}",
                4 => $"4403060{street:00}{community:000}-{cell:000}-{building:0000}",
                _ => "440306400",
            };
            return unlocated && level is >= 0 and <= 3 ? new AreaId(code).Unlocated : new AreaId(code);
        });

    [Fact]
    public void A_code_is_parsed_as_it_is_written() =>
        AnyArea.Sample(area => AreaId.TryParse(area.Code, out var parsed) && parsed == area);

    [Fact]
    public void The_parent_is_one_level_up_and_holds_the_area() =>
        AnyArea.Sample(area => area == AreaId.District
            ? area.Parent == area
            : area.IsIn(area.Parent) && area.Parent.Level == (area.IsUnlocated || area == AreaId.Airport ? area.Level : area.Level - 1));

    [Fact]
    public void An_area_is_in_itself_in_the_district_and_in_all_above_it() =>
        AnyArea.Sample(area => area.IsIn(area) && area.IsIn(AreaId.District)
            && Enum.GetValues<AreaLevel>().Where(level => level <= area.Level).All(level => area.IsIn(area.At(level)) && (area == AreaId.Airport || area.At(level).Level == level)));

    [Fact]
    public void An_area_is_in_another_exactly_when_it_or_an_area_above_it_is_that_one() =>
        Gen.Select(AnyArea, AnyArea).Sample((one, other) =>
        {
            var above = new List<AreaId> { one };
            while (above[^1] != AreaId.District) above.Add(above[^1].Parent);
            return one.IsIn(other) == above.Contains(other);
        });

    [Fact]
    public void The_unlocated_child_belongs_to_its_parent() =>
        AnyArea.Where(a => !a.IsUnlocated).Sample(area => area.Unlocated.IsUnlocated && area.Unlocated.Parent == area && area.Unlocated.IsIn(area) && !area.IsIn(area.Unlocated));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("District")]
    [InlineData("44030601")]
    [InlineData("4403060180")]
    [InlineData("440306018012-17")]
    [InlineData("440306018012-017-42")]
    [InlineData("440306018012-017-0042-1")]
    [InlineData("440306018012_017")]
    [InlineData("440306018012-017\n")]
    [InlineData("４４０３０６０１８")]
    [InlineData("-unlocated")]
    [InlineData("district-unlocated-unlocated")]
    public void What_has_not_the_shape_of_a_code_is_no_area(string? text) => Assert.False(AreaId.TryParse(text, out _));

    [Fact]
    public void On_the_wire_an_area_and_a_responder_are_plain_words()
    {
        Assert.Equal("\"440306018012-017\"", JsonSerializer.Serialize(new AreaId("440306018012-017")));
        Assert.Equal("\"worker-440306018012-017-1\"", JsonSerializer.Serialize(new ResponderId("worker-440306018012-017-1")));
        Assert.Equal(new ResponderId("lead-district"), JsonSerializer.Deserialize<ResponderId>("\"lead-district\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AreaId>("\"nowhere\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ResponderId>("\"\""));
    }

    [Fact]
    public void The_registry_knows_what_it_contains_and_what_not()
    {
        var district = TestDistrict.Registry;
        foreach (var known in new[] { "district", "district-unlocated", "440306400", "440306018", "440306018-unlocated", "440306018012-017-unlocated", "440306018012-017-0001" })
            Assert.True(district.Contains(new(known)), known);
        foreach (var unknown in new[] { "440306027", "440306018999", "440306018012-000", "440306018012-999", "440306018012-017-0000", "440306018012-017-9999", "440306018012-017-0001-unlocated", "440306400498", "440306999-unlocated", "" })
            Assert.False(district.Contains(new(unknown)), unknown);
    }

    [Fact]
    public void A_number_in_its_level_leads_back_to_the_area()
    {
        var district = TestDistrict.Registry;
        foreach (var (level, count) in new[] { (AreaLevel.Street, 10), (AreaLevel.Community, 140), (AreaLevel.Cell, 4_866), (AreaLevel.Building, 52_000) })
            for (var i = 0; i < count; i += level == AreaLevel.Building ? 97 : 1) Assert.Equal(i, district.IndexOf(district.IdAt(level, i)));
    }
}
