using System.Text;

namespace GridActors.Places;

/// <summary>
/// All buildings, column by column in the order of their codes: some 17 bytes a building and its address, so that a district of
/// 170,000 buildings stays small. Positions are millionths of a degree.
/// </summary>
internal sealed class BuildingTable
{
    /// <summary>Index of each cell's first building; one entry more than there are cells.</summary>
    public required int[] FirstOfCell { get; init; }

    /// <summary>The number of each building within its cell, 1 to 9999, ascending.</summary>
    public required ushort[] Ordinal { get; init; }

    public required int[] Lon { get; init; }

    public required int[] Lat { get; init; }

    public required byte[] Floors { get; init; }

    public required ushort[] Households { get; init; }

    /// <summary>Where each address begins in <see cref="AddressText"/>; one entry more than there are buildings.</summary>
    public required int[] AddressStart { get; init; }

    /// <summary>Lane and number of every building, UTF-8, end to end.</summary>
    public required byte[] AddressText { get; init; }

    public int Count => Lon.Length;

    public LonLat Position(int building) => LonLat.OfMicro(Lon[building], Lat[building]);

    public ReadOnlySpan<byte> AddressUtf8(int building) =>
        AddressText.AsSpan(AddressStart[building]..AddressStart[building + 1]);

    public string LocalAddress(int building) => Encoding.UTF8.GetString(AddressUtf8(building));

    /// <summary>The cell a building is in, by index.</summary>
    public int CellOf(int building)
    {
        var found = Array.BinarySearch(FirstOfCell, building);
        if (found < 0) return ~found - 1;
        while (FirstOfCell[found + 1] == building) found++; // cells without buildings begin where the next one does
        return found;
    }
}
