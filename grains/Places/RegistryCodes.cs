using System.Collections;
using System.Globalization;

namespace GridActors.Places;

// From a code to its index and back without a dictionary of all codes: 52,000 strings would weigh more than the buildings.
public sealed partial class Registry
{
    private const int StreetLength = 9;
    private const int CommunityLength = 12;
    private const int CellLength = 16;
    private const int BuildingLength = 21;

    private int CellIndex(ReadOnlySpan<char> code)
    {
        if (code.Length != CellLength || code[CommunityLength] != '-' || !TryNumber(code[(CommunityLength + 1)..], out var number)) return -1;
        if (!communityIndex.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code[..CommunityLength], out var community)) return -1;
        var (first, end) = (firstCellOfCommunity[community], firstCellOfCommunity[community + 1]);
        var likely = first + number - 1; // numbers without gaps are the rule
        if (likely >= first && likely < end && cellNumber[likely] == number) return likely;
        return Array.BinarySearch(cellNumber, first, end - first, (short)number) is >= 0 and var found ? found : -1;
    }

    private int BuildingIndex(ReadOnlySpan<char> code)
    {
        if (code.Length != BuildingLength || code[CellLength] != '-' || !TryNumber(code[(CellLength + 1)..], out var ordinal)) return -1;
        if (CellIndex(code[..CellLength]) is not (>= 0 and var cell)) return -1;
        var (first, end) = (BuildingTable.FirstOfCell[cell], BuildingTable.FirstOfCell[cell + 1]);
        var likely = first + ordinal - 1;
        if (likely >= first && likely < end && BuildingTable.Ordinal[likely] == ordinal) return likely;
        return Array.BinarySearch(BuildingTable.Ordinal, first, end - first, (ushort)ordinal) is >= 0 and var found ? found : -1;
    }

    internal AreaId BuildingId(int building) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Cells[BuildingTable.CellOf(building)].Id.Code}-{BuildingTable.Ordinal[building]:0000}"));

    private Building BuildingAt(int index) => new(
        BuildingId(index),
        BuildingTable.Position(index),
        BuildingTable.Floors[index],
        BuildingTable.Households[index],
        FullAddress(index));

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private sealed class BuildingList(Registry registry) : IReadOnlyList<Building>
    {
        public int Count => registry.BuildingTable.Count;

        public Building this[int index] => registry.BuildingAt(index);

        public IEnumerator<Building> GetEnumerator()
        {
            for (var i = 0; i < Count; i++) yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
