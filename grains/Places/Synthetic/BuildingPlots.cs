using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Bogus;

namespace GridActors.Places;

/// <summary>
/// Puts buildings into cells as towns do: denser here and thinner there, in rows along the lanes of a community, each with floors, households
/// and a house number.
/// </summary>
internal sealed class BuildingPlots(CellMesh mesh, int seed)
{
    /// <summary>Buildings keep this share of the way from the cell's middle to its border.</summary>
    private const double Kept = 0.84;

    /// <summary>Where a shaken building may still stand.</summary>
    private const double KeptAfterShaking = 0.93;

    private const double Shaken = 0.16;

    /// <summary>Kilometres between the hills and hollows of the density.</summary>
    private const double DensityScale = 1.9;

    /// <summary>A cell's buildings are numbered with four digits.</summary>
    private const int CellBuildingsMax = 9_999;

    private static readonly string[] Lanes = ["榕荫路", "木棉路", "紫荆路", "荔枝路", "桂花路", "白兰路", "龙眼路", "芒果路", "凤凰木路", "黄皮路"];

    private static readonly int[] FloorsOf = [2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 18, 24, 28, 33];
    private static readonly float[] FloorShares = [.03f, .06f, .10f, .17f, .20f, .15f, .10f, .05f, .03f, .02f, .04f, .02f, .02f, .01f];

    private readonly (double X, double Y)[] candidates = new (double, double)[8 * 1024];

    /// <param name="faces">The face of each cell, in the order of cells.</param>
    /// <param name="community">The community of each cell.</param>
    /// <param name="number">The number of each cell in its community.</param>
    /// <param name="street">The street of each cell.</param>
    /// <param name="shares">Relative number of buildings of each street.</param>
    /// <param name="total">How many buildings in all.</param>
    public BuildingTable Build(int[] faces, int[] community, int[] number, int[] street, double[] shares, int total)
    {
        var first = Counts(faces, street, shares, total);
        total = first[^1];
        var table = (Ordinal: new ushort[total], Lon: new int[total], Lat: new int[total], Floors: new byte[total], Households: new ushort[total]);
        var (addressStart, address) = (new int[total + 1], new MemoryStream(24 * total));
        var dwellings = new Randomizer(seed);
        for (var cell = 0; cell < faces.Length; cell++)
        {
            var count = first[cell + 1] - first[cell];
            Place(faces[cell], community[cell], count);
            var lane = string.Create(CultureInfo.InvariantCulture, $"{Lanes[(number[cell] - 1) % Lanes.Length]}{(number[cell] - 1) / Lanes.Length + 1}巷");
            var laneUtf8 = Encoding.UTF8.GetBytes(lane);
            for (var k = 0; k < count; k++)
            {
                var b = first[cell] + k;
                var at = DistrictOutline.Globe(candidates[k].X, candidates[k].Y);
                (table.Ordinal[b], table.Lon[b], table.Lat[b]) = ((ushort)(k + 1), at.MicroLon, at.MicroLat);
                table.Floors[b] = (byte)dwellings.WeightedRandom(FloorsOf, FloorShares);
                table.Households[b] = (ushort)(table.Floors[b] * dwellings.Number(2, table.Floors[b] > 9 ? 6 : 4));
                addressStart[b] = (int)address.Position;
                address.Write(laneUtf8);
                address.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{k + 1}号")));
            }
        }
        addressStart[total] = (int)address.Position;
        return new()
        {
            FirstOfCell = first,
            Ordinal = table.Ordinal,
            Lon = table.Lon,
            Lat = table.Lat,
            Floors = table.Floors,
            Households = table.Households,
            AddressStart = addressStart,
            AddressText = address.ToArray(),
        };
    }

    // shares the total out so that the parts add up: each cell takes what the running sum gained
    private int[] Counts(int[] faces, int[] street, double[] shares, int total)
    {
        var (weight, ofStreet) = (new double[faces.Length], new double[shares.Length]);
        for (var cell = 0; cell < faces.Length; cell++) ofStreet[street[cell]] += weight[cell] = Density(faces[cell]);
        for (var cell = 0; cell < faces.Length; cell++) weight[cell] *= shares[street[cell]] / ofStreet[street[cell]];
        var all = weight.Sum();
        var first = new int[faces.Length + 1];
        var sum = 0.0;
        for (var cell = 0; cell < faces.Length; cell++)
        {
            sum += weight[cell];
            var end = cell == faces.Length - 1 ? total : (int)Math.Min(total, Math.Round(total * (sum / all)));
            first[cell + 1] = Math.Min(end, first[cell] + CellBuildingsMax);
        }
        return first;
    }

    private double Density(int face)
    {
        var hills = Hills(mesh.X[face] / DensityScale, mesh.Y[face] / DensityScale);
        return 0.35 + 2.2 * hills * hills + 0.5 * SeededDraw.Unit(seed, Purpose.Density, face);
    }

    // smooth noise between 0 and 1: drawn at whole numbers, blended between them
    private double Hills(double x, double y)
    {
        var (column, row) = ((long)Math.Floor(x), (long)Math.Floor(y));
        var (u, v) = (Eased(x - column), Eased(y - row));
        return Blend(Blend(At(0, 0), At(1, 0), u), Blend(At(0, 1), At(1, 1), u), v);

        double At(int right, int up) => SeededDraw.Unit(seed, Purpose.Density, -1 - (column + right + 500), row + up);
        static double Eased(double t) => t * t * (3 - 2 * t);
        static double Blend(double a, double b, double t) => a + (b - a) * t;
    }

    // fills the first entries of `candidates` with places for buildings, row by row
    private void Place(int face, int community, int count)
    {
        if (count == 0) return;
        // a turn without sines, so that every machine draws the same district
        var t = 0.8 * SeededDraw.Unit(seed, Purpose.Block, community) - 0.4;
        var (cos, sin) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        var (east, north) = (SeededDraw.Unit(seed, Purpose.Position, face, -1), SeededDraw.Unit(seed, Purpose.Position, face, -2));
        var reach = 1.6 * mesh.Spacing;
        var step = mesh.Spacing * Kept * Math.Sqrt(0.85 / count);
        int found;
        while ((found = Rows()) < count) step *= 0.93;
        for (var k = 0; k < count; k++) candidates[k] = Shake(candidates[(int)((long)k * found / count)], k);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        int Rows()
        {
            var n = 0;
            var half = (int)(reach / step) + 1;
            for (var r = half; r >= -half && n < candidates.Length; r--)
                for (var c = -half; c <= half && n < candidates.Length; c++)
                {
                    var (dx, dy) = ((c + east) * step, (r + north) * step);
                    var at = (X: mesh.X[face] + dx * cos - dy * sin, Y: mesh.Y[face] + dx * sin + dy * cos);
                    if (Holds(face, at.X, at.Y, Kept)) candidates[n++] = at;
                }
            return n;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        (double X, double Y) Shake((double X, double Y) at, int k)
        {
            var dx = (SeededDraw.Unit(seed, Purpose.Position, face, 2 * k) - 0.5) * 2 * Shaken * step;
            var dy = (SeededDraw.Unit(seed, Purpose.Position, face, 2 * k + 1) - 0.5) * 2 * Shaken * step;
            return Holds(face, at.X + dx, at.Y + dy, KeptAfterShaking) ? (at.X + dx, at.Y + dy) : at;
        }
    }

    // whether the point lies in the face drawn smaller about its middle
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Holds(int face, double x, double y, double scale)
    {
        var (px, py) = (mesh.X[face] + (x - mesh.X[face]) / scale, mesh.Y[face] + (y - mesh.Y[face]) / scale);
        var ring = mesh.Ring(face);
        var inside = false;
        var from = ring[^1];
        foreach (var to in ring)
        {
            var (fx, fy, tx, ty) = (mesh.CornerX[from], mesh.CornerY[from], mesh.CornerX[to], mesh.CornerY[to]);
            if (fy > py != ty > py && px < (tx - fx) * (py - fy) / (ty - fy) + fx) inside = !inside;
            from = to;
        }
        return inside;
    }
}
