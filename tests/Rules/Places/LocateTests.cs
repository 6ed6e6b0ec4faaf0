using CsCheck;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class LocateTests
{
    /// <summary>Degrees of latitude in one metre.</summary>
    private const double Metre = 1 / 110_760.0;

    private static Registry District => TestDistrict.Registry;

    [Fact]
    public void A_position_at_a_building_means_the_building()
    {
        foreach (var building in District.Buildings.Where((_, i) => i % 997 == 0))
            Assert.Equal(new Location.AtBuilding(building.Id, 0), District.Locate(building.Position.Lon, building.Position.Lat));
    }

    [Fact]
    public void Any_position_means_the_nearest_building_within_60_metres_else_the_cell_that_holds_it()
    {
        var buildings = District.Buildings.Select(b => (b.Id, b.Position)).ToList();
        Gen.Select(Gen.Int[0, District.Cells.Length - 1], Gen.Double[-0.003, 0.003], Gen.Double[-0.003, 0.003]).Sample(
            (cell, east, north) =>
            {
                var at = new LonLat(District.Cells[cell].Center.Lon + east, District.Cells[cell].Center.Lat + north);
                var nearest = buildings.MinBy(b => b.Position.MetresTo(at));
                var holding = District.Cells.FirstOrDefault(c => c.Shape.Contains(at));
                Location expected = holding is null && District.Airport.Shape.Contains(at) ? new Location.InAirport()
                    : nearest.Position.MetresTo(at) <= 60 ? new Location.AtBuilding(nearest.Id, nearest.Position.MetresTo(at))
                    : holding is not null ? new Location.InCell(holding.Id)
                    : new Location.OutsideDistrict();
                return District.Locate(at.Lon, at.Lat) == expected;
            },
            iter: 200);
    }

    [Fact]
    public void Sixty_metres_is_near_enough_and_a_little_more_is_not()
    {
        var few = SyntheticDistrict.Generate(5, 1).Registry;
        var only = few.Buildings.Single();
        Assert.IsType<Location.AtBuilding>(few.Locate(only.Position.Lon, only.Position.Lat + 59.9 * Metre));
        Assert.IsNotType<Location.AtBuilding>(few.Locate(only.Position.Lon, only.Position.Lat + 60.1 * Metre));
    }

    [Fact]
    public void A_position_on_the_runway_is_the_airports() =>
        Assert.IsType<Location.InAirport>(District.Locate(113.81, 22.64));

    [Theory]
    [InlineData(113.93, 22.53)] // 南山
    [InlineData(113.75, 22.60)] // the estuary
    [InlineData(116.40, 39.90)]
    [InlineData(-113.86, 22.58)]
    [InlineData(0, 51.5)]
    public void A_possible_position_elsewhere_is_outside(double lon, double lat) =>
        Assert.IsType<Location.OutsideDistrict>(District.Locate(lon, lat));

    [Theory]
    [InlineData(0, 0, PositionFault.Zero)]
    [InlineData(22.58, 113.86, PositionFault.Swapped)]
    [InlineData(113.86, 91, PositionFault.OutOfRange)]
    [InlineData(181, 22, PositionFault.OutOfRange)]
    [InlineData(11386, 2258, PositionFault.OutOfRange)]
    [InlineData(double.NaN, 22.58, PositionFault.NotFinite)]
    [InlineData(113.86, double.PositiveInfinity, PositionFault.NotFinite)]
    public void An_impossible_position_is_refused_with_what_is_wrong(double lon, double lat, PositionFault fault) =>
        Assert.Equal(new Location.Impossible(fault), District.Locate(lon, lat));
}
