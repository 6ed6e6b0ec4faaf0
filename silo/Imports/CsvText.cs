namespace GridActors.Silo.Imports;

/// <summary>
/// Text in cells of CSV files. A spreadsheet runs a cell that begins with <c>= + - @</c> or a tab as a formula, so what we write there gets a quote
/// mark (') before it, and what we read loses the one that we would have written: text goes out and comes back as it was.
/// </summary>
public static class CsvText
{
    private const char Guard = '\'';

    /// <summary>The text as it is written into a cell.</summary>
    public static string Out(string text) => IsGuarded(text) ? Guard + text : text;

    /// <summary>The text that a cell means.</summary>
    public static string In(string cell) => cell.Length > 0 && cell[0] == Guard && IsGuarded(cell[1..]) ? cell[1..] : cell;

    // also what already looks guarded, so that reading takes away exactly what writing added
    private static bool IsGuarded(string text) => text.TrimStart(Guard) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
