namespace GridActors.Places;

/// <summary>What look-ups rely on. A registry that breaks it is refused as a whole, before anybody adopts it.</summary>
internal static class RegistryConsistency
{
    /// <exception cref="InvalidDataException">A code out of order, twice, without its parent or of another level; columns that do not fit together.</exception>
    public static void Check(RegistryContent content)
    {
        CheckLevel(content.Streets.Select(s => s.Id), AreaLevel.Street, [AreaId.District]);
        CheckLevel(content.Communities.Select(c => c.Id), AreaLevel.Community, [.. content.Streets.Select(s => s.Id)]);
        CheckLevel(content.Cells.Select(c => c.Id), AreaLevel.Cell, [.. content.Communities.Select(c => c.Id)]);
        foreach (var shape in content.Streets.Select(s => s.Shape).Concat(content.Communities.Select(c => c.Shape)).Concat(content.Cells.Select(c => c.Shape)))
            Require(!shape.Rings.IsEmpty && shape.Rings.All(ring => ring.Length >= 3), "an area without a polygon");
        CheckBuildings(content.Buildings, content.Cells.Length);
    }

    private static void CheckLevel(IEnumerable<AreaId> ids, AreaLevel level, HashSet<AreaId> parents)
    {
        var before = "";
        foreach (var id in ids)
        {
            if (!AreaId.TryParse(id.Code, out _) || id.IsUnlocated || id.Level != level) throw Fault($"{id} is no code of a {level}");
            if (string.CompareOrdinal(before, id.Code) >= 0) throw Fault($"{id} is out of order or there twice");
            if (!parents.Contains(id.Parent)) throw Fault($"{id} lies in {id.Parent}, which is not there");
            before = id.Code;
        }
    }

    private static void CheckBuildings(BuildingTable table, int cells)
    {
        int[] columns = [table.Ordinal.Length, table.Lon.Length, table.Lat.Length, table.Floors.Length, table.Households.Length, table.AddressStart.Length - 1];
        Require(columns.All(length => length == table.Count), "columns of buildings of different length");
        Require(table.FirstOfCell.Length == cells + 1 && Spans(table.FirstOfCell, table.Count), "cells and buildings that do not fit together");
        Require(Spans(table.AddressStart, table.AddressText.Length), "addresses that do not fit their text");
        for (var cell = 0; cell < cells; cell++)
            for (var b = table.FirstOfCell[cell]; b < table.FirstOfCell[cell + 1]; b++)
                Require(
                    table.Ordinal[b] is >= 1 and <= 9_999 && (b == table.FirstOfCell[cell] || table.Ordinal[b] > table.Ordinal[b - 1]),
                    "numbers of buildings that do not ascend from 1 to 9999");
    }

    // from 0 up to the end, never back
    private static bool Spans(int[] starts, int end)
    {
        if (starts[0] != 0 || starts[^1] != end) return false;
        for (var i = 1; i < starts.Length; i++)
            if (starts[i] < starts[i - 1]) return false;
        return true;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw Fault(fault);
    }

    private static InvalidDataException Fault(string fault) => new($"The registry contradicts itself: {fault}.");
}
