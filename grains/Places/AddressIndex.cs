using System.Text;

namespace GridActors.Places;

/// <summary>From an address to its building: by a 64-bit hash of community and lane, checked against the text, 12 bytes a building.</summary>
internal sealed class AddressIndex
{
    private const int Ambiguous = -2;

    private readonly RegistryContent content;
    private readonly Dictionary<ulong, int> buildings;
    private readonly Dictionary<ulong, int> cellOfLane = [];

    public AddressIndex(RegistryContent content)
    {
        this.content = content;
        var table = content.Buildings;
        buildings = new(table.Count);
        for (var cell = 0; cell < content.Cells.Length; cell++)
        {
            var community = content.Cells[cell].Id.Parent.Code;
            for (var b = table.FirstOfCell[cell]; b < table.FirstOfCell[cell + 1]; b++)
            {
                var address = table.AddressUtf8(b);
                buildings.TryAdd(Key(community, address), b);
                var lane = Key(community, LaneOf(address));
                cellOfLane[lane] = !cellOfLane.TryGetValue(lane, out var known) || known == cell ? cell : Ambiguous;
            }
        }
    }

    /// <summary>The building with this lane and number in the community, by index, or -1; what follows the number (a flat) is not looked at.</summary>
    public int BuildingAt(string community, string local)
    {
        for (var end = local.IndexOf('号'); end >= 0; end = local.IndexOf('号', end + 1))
        {
            var address = Encoding.UTF8.GetBytes(local[..(end + 1)]);
            if (buildings.TryGetValue(Key(community, address), out var b) && content.Buildings.AddressUtf8(b).SequenceEqual(address)) return b;
        }
        return -1;
    }

    /// <summary>The cell that a whole lane lies in, by index, or -1.</summary>
    public int CellAt(string community, string lane) =>
        cellOfLane.GetValueOrDefault(Key(community, Encoding.UTF8.GetBytes(lane)), -1) is >= 0 and var cell ? cell : -1;

    // an address without its house number: everything before the last run of digits
    private static ReadOnlySpan<byte> LaneOf(ReadOnlySpan<byte> address)
    {
        var end = address.Length;
        while (end > 0 && !char.IsAsciiDigit((char)address[end - 1])) end--;
        while (end > 0 && char.IsAsciiDigit((char)address[end - 1])) end--;
        return address[..end];
    }

    // FNV-1a; a clash is harmless, it only hides the later of two addresses
    private static ulong Key(string community, ReadOnlySpan<byte> address)
    {
        var hash = 14695981039346656037;
        foreach (var c in community) hash = (hash ^ c) * 1099511628211;
        foreach (var b in address) hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
