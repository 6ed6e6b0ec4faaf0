using GridActors.Places;
using NetTopologySuite.Coverage;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Xunit;

namespace GridActors.Tests.Places;

/// <summary>The map has no holes and no overlaps, checked by a geometry library that the drawing does not use.</summary>
public sealed class TilingTests
{
    /// <summary>Square degrees: less than a square centimetre in all.</summary>
    private const double AreaTolerance = 1e-14;

    public static TheoryData<int> Seeds => [1, 2, 3, 77, 20_261_123];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cells_and_airport_tile_the_district_without_hole_or_overlap(int seed)
    {
        var district = Drawn(seed);
        Polygon[] pieces = [.. district.Cells.Select(c => PolygonOf(c.Shape)), PolygonOf(district.Airport.Shape)];
        Assert.All(pieces, piece => Assert.True(piece.IsValid));
        Assert.True(CoverageValidator.IsValid(pieces));
        var whole = Assert.IsType<Polygon>(UnaryUnionOp.Union(pieces));
        Assert.Empty(whole.Holes);
        Assert.Equal(pieces.Sum(p => p.Area), whole.Area, AreaTolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Communities_are_exactly_their_cells_and_streets_exactly_their_communities(int seed)
    {
        var district = Drawn(seed);
        var cells = district.Cells.ToLookup(c => c.Id.Parent, c => PolygonOf(c.Shape));
        var communities = district.Communities.ToLookup(c => c.Id.Parent, c => PolygonOf(c.Shape));
        foreach (var community in district.Communities) AssertIs(community.Shape, cells[community.Id], community.Id);
        foreach (var street in district.Streets) AssertIs(street.Shape, communities[street.Id], street.Id);
        Assert.True(CoverageValidator.IsValid([.. communities.SelectMany(c => c)]));
        Assert.True(CoverageValidator.IsValid([.. district.Streets.Select(s => PolygonOf(s.Shape)), PolygonOf(district.Airport.Shape)]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_centre_lies_in_its_area(int seed)
    {
        var district = Drawn(seed);
        Assert.All(district.Streets, s => Assert.True(s.Shape.Contains(s.Center), s.Zh));
        Assert.All(district.Communities, c => Assert.True(c.Shape.Contains(c.Center), c.Zh));
        Assert.All(district.Cells, c => Assert.True(c.Shape.Contains(c.Center), c.Id.Code));
        Assert.True(district.Airport.Shape.Contains(district.Airport.Center));
    }

    [Fact]
    public void Every_building_stands_in_its_cell_at_a_place_of_its_own()
    {
        var district = TestDistrict.Registry;
        var index = 0;
        foreach (var cell in district.Cells)
        {
            var area = PolygonOf(cell.Shape);
            foreach (var building in district.Children(cell.Id).Select(id => district.FindBuilding(id)!))
            {
                Assert.True(area.Contains(new Point(building.Position.Lon, building.Position.Lat)), building.ToString());
                Assert.Equal(index++, district.IndexOf(building.Id));
            }
        }
        Assert.Equal(district.Buildings.Count, index);
        Assert.Equal(index, district.Buildings.Select(b => b.Position).Distinct().Count());
    }

    private static Registry Drawn(int seed) => seed == TestDistrict.Seed ? TestDistrict.Registry : SyntheticDistrict.Generate(seed, 1_000).Registry;

    private static void AssertIs(Shape shape, IEnumerable<Polygon> parts, AreaId of)
    {
        var drawn = PolygonOf(shape);
        Assert.True(drawn.IsValid, of.Code);
        Assert.Empty(drawn.Holes);
        Assert.True(drawn.EqualsTopologically(UnaryUnionOp.Union(parts)), of.Code);
    }

    private static Polygon PolygonOf(Shape shape)
    {
        var rings = shape.Rings.Select(ring => new LinearRing([.. ring.Append(ring[0]).Select(p => new Coordinate(p.Lon, p.Lat))])).ToArray();
        return new(rings[0], rings[1..]);
    }
}
