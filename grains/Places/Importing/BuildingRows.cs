using System.Globalization;
using System.Text;

namespace GridActors.Places;

/// <summary>Buildings in the order they were read, column by column: some 80 bytes each, so that a million of them fits.</summary>
internal sealed class BuildingRows
{
    private readonly List<ulong> codes = [];
    private readonly List<int> lons = [], lats = [], lines = [], addressStarts = [0];
    private readonly List<byte> floors = [], files = [];
    private readonly List<ushort> households = [];
    private readonly MemoryStream addresses = new();
    private readonly List<string> fileNames = [];

    public int Count => codes.Count;

    public void Add(AreaId id, LonLat position, byte floorCount, ushort householdCount, string address, SourceLine at)
    {
        codes.Add(Packed(id.Code));
        lons.Add(position.MicroLon);
        lats.Add(position.MicroLat);
        floors.Add(floorCount);
        households.Add(householdCount);
        addresses.Write(Encoding.UTF8.GetBytes(address));
        addressStarts.Add((int)addresses.Length);
        lines.Add(at.Line);
        files.Add((byte)FileNumber(at.File));
    }

    /// <summary>Row numbers in the order of codes.</summary>
    public int[] Sorted()
    {
        var keys = codes.ToArray();
        var rows = new int[keys.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;
        Array.Sort(keys, rows);
        return rows;
    }

    public AreaId IdOf(int row)
    {
        var digits = codes[row].ToString("0000000000000000000", CultureInfo.InvariantCulture);
        return new($"{digits[..12]}-{digits[12..15]}-{digits[15..]}");
    }

    public SourceLine At(int row) => new(fileNames[files[row]], lines[row]);

    public LonLat Position(int row) => LonLat.OfMicro(lons[row], lats[row]);

    public string Address(int row) => Encoding.UTF8.GetString(addresses.GetBuffer(), addressStarts[row], addressStarts[row + 1] - addressStarts[row]);

    /// <summary>The table of a registry whose cells are these, in order; every row must lie in one of them.</summary>
    /// <param name="sorted">As <see cref="Sorted"/> answers.</param>
    /// <param name="cells">The registry's cells in the order of their codes.</param>
    /// <param name="local">Lane and number of an address in the n-th cell, as registries keep them.</param>
    public BuildingTable ToTable(int[] sorted, IReadOnlyList<AreaId> cells, Func<int, string, string> local)
    {
        var count = sorted.Length;
        var (first, ordinal, lon, lat) = (new int[cells.Count + 1], new ushort[count], new int[count], new int[count]);
        var (floor, household, start, text) = (new byte[count], new ushort[count], new int[count + 1], new MemoryStream((int)addresses.Length));
        var cellCodes = cells.Select(id => Packed(id.Code)).ToArray();
        var cell = 0;
        for (var i = 0; i < count; i++)
        {
            var row = sorted[i];
            var cellCode = codes[row] / 10_000;
            while (cellCodes[cell] != cellCode) first[++cell] = i;
            (ordinal[i], lon[i], lat[i], floor[i], household[i]) = ((ushort)(codes[row] % 10_000), lons[row], lats[row], floors[row], households[row]);
            text.Write(Encoding.UTF8.GetBytes(local(cell, Address(row))));
            start[i + 1] = (int)text.Length;
        }
        while (cell < cells.Count) first[++cell] = count;
        return new()
        {
            FirstOfCell = first,
            Ordinal = ordinal,
            Lon = lon,
            Lat = lat,
            Floors = floor,
            Households = household,
            AddressStart = start,
            AddressText = text.ToArray(),
        };
    }

    private int FileNumber(string file)
    {
        var known = fileNames.IndexOf(file);
        if (known >= 0) return known;
        fileNames.Add(file);
        return fileNames.Count - 1;
    }

    // a building's code is 19 digits, a cell's 15
    private static ulong Packed(string code) => ulong.Parse(code.Replace("-", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);
}
