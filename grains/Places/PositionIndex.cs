using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace GridActors.Places;

/// <summary>Finds what lies at a position: buildings by square bins, cells by an R-tree of their extents.</summary>
internal sealed class PositionIndex
{
    /// <summary>Side of a bin in millionths of a degree: 61 m of longitude, so that nine bins hold all within the snapping distance.</summary>
    private const int BinSide = 600;

    private readonly RegistryContent content;
    private readonly STRtree<int> cells = new();
    private readonly int west, south, columns, rows;
    private readonly int[] firstOfBin;
    private readonly int[] buildingsByBin;

    public PositionIndex(RegistryContent content)
    {
        this.content = content;
        for (var i = 0; i < content.Cells.Length; i++) cells.Insert(Extent(content.Cells[i].Shape), i);
        cells.Build();

        var buildings = content.Buildings;
        (west, south) = buildings.Count == 0 ? (0, 0) : (buildings.Lon.Min(), buildings.Lat.Min());
        (columns, rows) = buildings.Count == 0 ? (1, 1) : ((buildings.Lon.Max() - west) / BinSide + 1, (buildings.Lat.Max() - south) / BinSide + 1);
        firstOfBin = new int[columns * rows + 1];
        for (var b = 0; b < buildings.Count; b++) firstOfBin[BinOf(b) + 1]++;
        for (var bin = 1; bin < firstOfBin.Length; bin++) firstOfBin[bin] += firstOfBin[bin - 1];
        buildingsByBin = new int[buildings.Count];
        var next = firstOfBin.AsSpan().ToArray();
        for (var b = 0; b < buildings.Count; b++) buildingsByBin[next[BinOf(b)]++] = b;
    }

    /// <summary>The nearest building within the distance, by index, or -1; of two equally near ones the lower code.</summary>
    public int NearestBuilding(LonLat position, double metresMax, out double metres)
    {
        var (column, row) = (Bin(position.MicroLon - west), Bin(position.MicroLat - south));
        var (nearest, best) = (-1, double.PositiveInfinity);
        for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
            for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
                foreach (var b in buildingsByBin.AsSpan(firstOfBin[r * columns + c]..firstOfBin[r * columns + c + 1]))
                {
                    var distance = position.MetresTo(content.Buildings.Position(b));
                    if (distance > metresMax || distance > best || distance == best && b > nearest) continue;
                    (nearest, best) = (b, distance);
                }
        metres = best;
        return nearest;
    }

    /// <summary>The cell that holds the position, by index, or -1; on a shared border the lower code.</summary>
    public int CellAt(LonLat position)
    {
        var found = -1;
        foreach (var cell in cells.Query(new Envelope(position.Lon, position.Lon, position.Lat, position.Lat)))
            if ((found < 0 || cell < found) && content.Cells[cell].Shape.Contains(position)) found = cell;
        return found;
    }

    private int BinOf(int building) =>
        (content.Buildings.Lat[building] - south) / BinSide * columns + (content.Buildings.Lon[building] - west) / BinSide;

    private static int Bin(int offset) => (int)Math.Floor((double)offset / BinSide);

    private static Envelope Extent(Shape shape)
    {
        var extent = new Envelope();
        foreach (var p in shape.Rings[0]) extent.ExpandToInclude(p.Lon, p.Lat);
        return extent;
    }
}
