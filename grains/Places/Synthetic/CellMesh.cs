namespace GridActors.Places;

/// <summary>
/// The land cut into many-sided faces of nearly equal size: the dual of a shaken triangular lattice. Every face has six corners, three faces
/// (or two and the outside) meet in each, and neighbours share corners by number, so nothing overlaps and nothing is left over.
/// Corners run counter-clockwise; side k lies between corners k and k + 1 and borders on neighbour k (-1: outside).
/// </summary>
internal sealed class CellMesh
{
    public const int Sides = 6;

    /// <summary>How far a lattice point is shaken, as a share of the spacing; from about 0.3 on faces could fold over.</summary>
    private const double Jitter = 0.27;

    /// <summary>√3 / 2: the distance of lattice rows at spacing 1.</summary>
    private const double RowHeight = 0.8660254037844386;

    /// <summary>Kilometres of lattice around the outline, so that every face of the land is whole.</summary>
    private const double Margin = 1;

    private CellMesh(double spacing, int faces) =>
        (Spacing, X, Y, Row, Corners, Neighbours, IsAirport) =
        (spacing, new double[faces], new double[faces], new int[faces], new int[faces * Sides], new int[faces * Sides], new bool[faces]);

    /// <summary>Mean distance of neighbouring faces, kilometres.</summary>
    public double Spacing { get; }

    public int Faces => X.Length;

    /// <summary>Middle of each face, kilometres east and north.</summary>
    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>Lattice row of each face, from south to north.</summary>
    public int[] Row { get; }

    public int[] Corners { get; }

    public int[] Neighbours { get; }

    public bool[] IsAirport { get; }

    public double[] CornerX { get; private set; } = [];

    public double[] CornerY { get; private set; } = [];

    /// <summary>Exactly <paramref name="cells"/> faces beside those of the airport: the ones that lie deepest within the outline.</summary>
    public static CellMesh Over((double X, double Y)[] land, (double X, double Y)[] airport, int cells, int seed)
    {
        var (west, east) = (land.Min(p => p.X) - Margin, land.Max(p => p.X) + Margin);
        var (south, north) = (land.Min(p => p.Y) - Margin, land.Max(p => p.Y) + Margin);
        var share = 1 - Area(airport, land);
        // a hexagon of spacing s covers s² √3/2
        var spacing = Math.Sqrt(share * Math.Abs(Area(land)) / cells / RowHeight);
        var (columns, rows) = ((int)((east - west) / spacing) + 2, (int)((north - south) / (spacing * RowHeight)) + 2);

        var (x, y, depth) = (new double[columns * rows], new double[columns * rows], new double[columns * rows]);
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
            {
                var i = r * columns + c;
                x[i] = west + (c + 0.5 * (r & 1) + Jitter * Shake(Purpose.JitterEast, i)) * spacing;
                y[i] = south + (r * RowHeight + Jitter * Shake(Purpose.JitterNorth, i)) * spacing;
                depth[i] = r is 0 || c is 0 || r == rows - 1 || c == columns - 1 ? double.NegativeInfinity : DistrictOutline.Depth(land, x[i], y[i]);
            }

        var runway = new bool[columns * rows];
        for (var i = 0; i < depth.Length; i++) runway[i] = depth[i] > 0 && DistrictOutline.Depth(airport, x[i], y[i]) > 0;
        var chosen = Chosen(depth, runway, columns, cells);

        var mesh = new CellMesh(spacing, chosen.Length);
        var face = new int[columns * rows];
        Array.Fill(face, -1);
        for (var f = 0; f < chosen.Length; f++) face[chosen[f]] = f;
        for (var f = 0; f < chosen.Length; f++)
        {
            var (r, c) = (chosen[f] / columns, chosen[f] % columns);
            mesh.Row[f] = r;
            mesh.IsAirport[f] = runway[chosen[f]];
            mesh.Wire(f, chosen[f], columns, r & 1, face);
        }
        mesh.PlaceCorners(x, y, columns);
        return mesh;

        double Shake(Purpose purpose, int i) => 2 * SeededDraw.Unit(seed, purpose, i) - 1;
    }

    // Land that only the airport joins to the rest becomes part of the airport, and the next deepest faces take its place.
    private static int[] Chosen(double[] depth, bool[] runway, int columns, int cells)
    {
        var order = Enumerable.Range(0, depth.Length).OrderByDescending(i => depth[i]).ThenBy(i => i).ToArray();
        while (true)
        {
            var land = order.Where(i => !runway[i]).Take(cells).ToArray();
            var front = new Queue<int>();
            var left = land.ToHashSet();
            Reach(land[0]); // the deepest face of all is in no sliver
            while (front.TryDequeue(out var i))
                foreach (var beside in Beside(i, columns)) Reach(beside);
            if (left.Count == 0) return [.. land.Concat(order.Where(i => runway[i])).Order()];
            foreach (var i in left) runway[i] = true;

            void Reach(int i)
            {
                if (left.Remove(i)) front.Enqueue(i);
            }
        }
    }

    private static int[] Beside(int i, int columns)
    {
        var odd = i / columns & 1;
        var (above, below) = (i + columns - 1 + odd, i - columns - 1 + odd);
        return [above + 1, above, i - 1, below, below + 1, i + 1];
    }

    // Lattice point i is the left end of an edge with one triangle above it (corner 2i) and one below (2i + 1).
    private void Wire(int f, int i, int columns, int odd, int[] face)
    {
        var (above, below) = (i + columns - 1 + odd, i - columns - 1 + odd); // the upper left and the lower left neighbour
        ReadOnlySpan<int> corners = [2 * i, 2 * above + 1, 2 * (i - 1), 2 * (i - 1) + 1, 2 * below, 2 * i + 1];
        var neighbours = Beside(i, columns);
        for (var k = 0; k < Sides; k++) (Corners[f * Sides + k], Neighbours[f * Sides + k]) = (corners[k], face[neighbours[k]]);
    }

    // numbers the corners that are used from 0 and puts each in the middle of its lattice triangle
    private void PlaceCorners(double[] x, double[] y, int columns)
    {
        var number = new Dictionary<int, int>(Corners.Length / 2);
        var (cornerX, cornerY) = (new List<double>(Corners.Length / 2), new List<double>(Corners.Length / 2));
        for (var k = 0; k < Corners.Length; k++)
        {
            var triangle = Corners[k];
            if (!number.TryGetValue(triangle, out var corner))
            {
                number.Add(triangle, corner = cornerX.Count);
                var i = triangle / 2;
                var odd = i / columns & 1;
                var third = (triangle & 1) == 0 ? i + columns + odd : i - columns + odd;
                cornerX.Add((x[i] + x[i + 1] + x[third]) / 3);
                cornerY.Add((y[i] + y[i + 1] + y[third]) / 3);
            }
            Corners[k] = corner;
        }
        (CornerX, CornerY) = ([.. cornerX], [.. cornerY]);
        for (var f = 0; f < Faces; f++) (X[f], Y[f]) = Middle(f);
    }

    /// <summary>The mean of a face's corners; the face is seen whole from there.</summary>
    public (double X, double Y) Middle(int f)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var corner in Ring(f)) (x, y) = (x + CornerX[corner], y + CornerY[corner]);
        return (x / Sides, y / Sides);
    }

    public ReadOnlySpan<int> Ring(int f) => Corners.AsSpan(f * Sides, Sides);

    public ReadOnlySpan<int> Around(int f) => Neighbours.AsSpan(f * Sides, Sides);

    private static double Area((double X, double Y)[] ring)
    {
        var (twice, from) = (0.0, ring[^1]);
        foreach (var to in ring)
        {
            twice += from.X * to.Y - to.X * from.Y;
            from = to;
        }
        return twice / 2;
    }

    // the share of the land that the airport takes, by counting points
    private static double Area((double X, double Y)[] airport, (double X, double Y)[] land)
    {
        const double Step = 0.25;
        var (all, runway) = (0, 0);
        for (var x = airport.Min(p => p.X); x < airport.Max(p => p.X); x += Step)
            for (var y = airport.Min(p => p.Y); y < airport.Max(p => p.Y); y += Step)
                if (DistrictOutline.Depth(airport, x, y) > 0 && DistrictOutline.Depth(land, x, y) > 0) runway++;
        all = (int)(Math.Abs(Area(land)) / (Step * Step));
        return (double)runway / all;
    }
}
