using System.Collections.Immutable;
using System.Globalization;

namespace GridActors.Places;

/// <summary>
/// An invented district on the official codes: streets where they really lie relative to each other, communities and cells tiled inside them,
/// buildings and the people who serve them. The same seed gives the same district, byte for byte.
/// </summary>
/// <remarks>
/// The first start of a district waits for this. Its inner loops run once, so they ask for full optimisation at once (0.3 s instead of 0.7 s).
/// </remarks>
public static class SyntheticDistrict
{
    /// <summary>Base grid cells of the district.</summary>
    public const int Cells = 4_866;

    /// <summary>Headed buildings of the district.</summary>
    public const int Buildings = 52_000;

    /// <summary>More buildings than this are not drawn.</summary>
    public const int BuildingsMax = 1_000_000;

    private const int StreetRounds = 14;
    private const int CommunityRounds = 10;

    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than <see cref="BuildingsMax"/> buildings.</exception>
    public static (Registry Registry, Roster Roster) Generate(int seed, int buildings = Buildings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buildings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buildings, BuildingsMax);
        var registry = new Registry(Draw(seed, buildings));
        return (registry, Roster.Of(registry));
    }

    private static RegistryContent Draw(int seed, int buildings)
    {
        var (streets, communities) = OfficialDivisions.Read();
        var mesh = CellMesh.Over(DistrictOutline.Land(), DistrictOutline.Airport(), Cells, seed);
        var ground = new double[mesh.Faces];
        for (var f = 0; f < ground.Length; f++) ground[f] = 0.75 + SeededDraw.Unit(seed, Purpose.Border, f);

        var streetOf = GrowStreets(mesh, ground);
        var communityOf = GrowCommunities(mesh, ground, streetOf, [.. communities.Select(c => Array.FindIndex(DistrictOutline.Streets, s => s.Code == c.Id.Parent.Code))]);
        RegionBorders.Smooth(mesh, _ => 0, rounds: 5);
        RegionBorders.Smooth(mesh, f => streetOf[f], rounds: 2);
        RegionBorders.Smooth(mesh, f => communityOf[f], rounds: 1);

        var corners = new LonLat[mesh.CornerX.Length];
        for (var c = 0; c < corners.Length; c++) corners[c] = DistrictOutline.Globe(mesh.CornerX[c], mesh.CornerY[c]);
        var faces = Enumerable.Range(0, mesh.Faces).Where(f => !mesh.IsAirport[f]).OrderBy(f => communityOf[f]).ThenBy(f => f, new Boustrophedon(mesh)).ToArray();
        var number = new int[faces.Length];
        for (var i = 0; i < faces.Length; i++) number[i] = i > 0 && communityOf[faces[i]] == communityOf[faces[i - 1]] ? number[i - 1] + 1 : 1;

        // the airport is the region after the last street
        var streetShapes = RegionBorders.Shapes(mesh, [.. streetOf.Select(s => s < 0 ? streets.Length : s)], streets.Length + 1, corners);
        var communityShapes = RegionBorders.Shapes(mesh, communityOf, communities.Length, corners);

        return new(
            IsSynthetic: true,
            seed,
            [.. streets.Select((s, i) => new Street(s.Id, s.Zh, s.En, new(DistrictOutline.Streets[i].Lon, DistrictOutline.Streets[i].Lat), streetShapes[i]))],
            [.. communities.Select((c, i) => new Community(c.Id, c.Zh, c.En, Innermost(mesh, communityOf, i), communityShapes[i]))],
            [.. faces.Select((f, i) => CellOf(mesh, corners, f, communities[communityOf[f]].Id, number[i]))],
            new(AreaId.Airport, "宝安国际机场", "Bao'an Airport", DistrictOutline.AirportCenter, streetShapes[streets.Length]),
            DistrictOutline.Labels,
            new BuildingPlots(mesh, seed).Build(
                faces,
                [.. faces.Select(f => communityOf[f])],
                number,
                [.. faces.Select(f => streetOf[f])],
                [.. DistrictOutline.Streets.Select(s => s.Buildings)],
                buildings));
    }

    private static int[] GrowStreets(CellMesh mesh, double[] ground)
    {
        var within = new int[mesh.Faces];
        for (var f = 0; f < within.Length; f++) within[f] = mesh.IsAirport[f] ? -1 : 0;
        var land = DistrictOutline.Streets.Sum(s => s.Land);
        var seeds = DistrictOutline.Streets.Select(s => Nearest(mesh, DistrictOutline.Plane(s.Lon, s.Lat))).ToArray();
        return new RegionGrowth(mesh, within, ground).Grow(seeds, [.. DistrictOutline.Streets.Select(s => Cells * s.Land / land)], StreetRounds, centred: false);
    }

    private static int[] GrowCommunities(CellMesh mesh, double[] ground, int[] streetOf, int[] streetOfCommunity)
    {
        var (seeds, wanted) = (new int[streetOfCommunity.Length], new double[streetOfCommunity.Length]);
        for (var first = 0; first < seeds.Length;)
        {
            var street = streetOfCommunity[first];
            var count = streetOfCommunity.Count(s => s == street);
            // codes run roughly from north-west to south-east
            var apart = RegionGrowth.FarApart(mesh, streetOf, street, count).OrderBy(f => mesh.X[f] - 1.4 * mesh.Y[f]).ToArray();
            var cells = streetOf.Count(s => s == street);
            for (var i = 0; i < count; i++) (seeds[first + i], wanted[first + i]) = (apart[i], (double)cells / count);
            first += count;
        }
        return new RegionGrowth(mesh, streetOf, ground).Grow(seeds, wanted, CommunityRounds, centred: true);
    }

    private static Cell CellOf(CellMesh mesh, LonLat[] corners, int face, AreaId community, int number)
    {
        var ring = new LonLat[CellMesh.Sides];
        for (var k = 0; k < ring.Length; k++) ring[k] = corners[mesh.Ring(face)[k]];
        return new(
            new(string.Create(CultureInfo.InvariantCulture, $"{community.Code}-{number:000}")),
            DistrictOutline.Globe(mesh.X[face], mesh.Y[face]),
            new([ImmutableArray.Create(ring)]));
    }

    private static int Nearest(CellMesh mesh, (double X, double Y) to)
    {
        var (nearest, best) = (0, double.PositiveInfinity);
        for (var f = 0; f < mesh.Faces; f++)
        {
            var (dx, dy) = (mesh.X[f] - to.X, mesh.Y[f] - to.Y);
            if (mesh.IsAirport[f] || dx * dx + dy * dy >= best) continue;
            (nearest, best) = (f, dx * dx + dy * dy);
        }
        return nearest;
    }

    // the middle of the face that is most steps away from the region's border: where a name fits best
    private static LonLat Innermost(CellMesh mesh, int[] regionOf, int region)
    {
        var (reached, queue) = (new HashSet<int>(), new Queue<int>());
        for (var f = 0; f < regionOf.Length; f++)
            if (regionOf[f] == region && OnBorder(f) && reached.Add(f)) queue.Enqueue(f);
        var last = queue.Peek();
        while (queue.TryDequeue(out last))
        {
            foreach (var beside in mesh.Around(last))
                if (beside >= 0 && regionOf[beside] == region && reached.Add(beside)) queue.Enqueue(beside);
            if (queue.Count == 0) break;
        }
        return DistrictOutline.Globe(mesh.X[last], mesh.Y[last]);

        bool OnBorder(int f)
        {
            foreach (var beside in mesh.Around(f))
                if (beside < 0 || regionOf[beside] != region) return true;
            return false;
        }
    }

    /// <summary>Row by row from north to south, one row eastwards and the next westwards: numbers beside each other are neighbours.</summary>
    private sealed class Boustrophedon(CellMesh mesh) : IComparer<int>
    {
        public int Compare(int a, int b)
        {
            if (mesh.Row[a] != mesh.Row[b]) return mesh.Row[b].CompareTo(mesh.Row[a]);
            return (mesh.Row[a] & 1) == 0 ? a.CompareTo(b) : b.CompareTo(a);
        }
    }
}
