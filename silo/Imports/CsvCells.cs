using System.Globalization;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>Cells as codes and numbers; what cannot be read is told with its row and column.</summary>
internal static class CsvCells
{
    public const string CodeAdvice = "Give 9 digits for a street, 12 for a community, 440306018012-017 for a cell, 440306018012-017-0042 for a building";

    /// <summary>Characters of a cell that a fault repeats.</summary>
    private const int ShownCharactersMax = 40;

    public static AreaId? Area(this CsvRow row, CsvColumn column, SourceFaults faults)
    {
        var text = row.Code(column);
        if (AreaId.TryParse(text, out var area)) return area;
        var isRuined = text.Contains("E+", StringComparison.OrdinalIgnoreCase);
        faults.Add(row.At, column.Name, text.Length == 0 ? "the cell is empty" : $"'{Shown(text)}' is no code of an area",
            isRuined ? "A spreadsheet made a number of the code: format the column as text and fill it in again" : CodeAdvice);
        return null;
    }

    public static double? Number(this CsvRow row, CsvColumn column, SourceFaults faults)
    {
        var text = row.Code(column);
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        faults.Add(row.At, column.Name, text.Length == 0 ? "the cell is empty" : $"'{Shown(text)}' is no number", "Give degrees with a decimal point, such as 113.860123");
        return null;
    }

    public static int? Whole(this CsvRow row, CsvColumn column, SourceFaults faults)
    {
        var text = row.Code(column);
        if (Whole(text) is { } number) return number;
        faults.Add(row.At, column.Name, text.Length == 0 ? "the cell is empty" : $"'{Shown(text)}' is no whole number", "Give digits only");
        return null;
    }

    public static int? Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A cell as a fault may repeat it: short, and nothing that a terminal would obey.</summary>
    public static string Shown(string text)
    {
        var plain = new string([.. text.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format).Take(ShownCharactersMax)]);
        return plain.Length < text.Length ? plain + "…" : plain;
    }
}
