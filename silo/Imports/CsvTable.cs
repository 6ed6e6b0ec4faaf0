using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>
/// Reads a table row by row, with a header of known columns. Memory does not grow with the file. A row that is at fault is told and left out; the rows
/// behind it are still read, so that one run tells as much as it can.
/// </summary>
public sealed class CsvTable(string file, IReadOnlyList<CsvColumn> columns, Encoding encoding, SourceFaults faults)
{
    private static readonly CsvConfiguration Rules = new(CultureInfo.InvariantCulture)
    {
        HasHeaderRecord = false, // read here, so that every fault in it has its own words
        Mode = CsvMode.RFC4180,
        Delimiter = ",",
        IgnoreBlankLines = true,
        MaxFieldSize = TextLines.LineBytesMax,
        BadDataFound = null, // quotes were looked at line by line
    };

    /// <summary>The rows, header apart. Read to its end or left, the stream is closed.</summary>
    public IEnumerable<CsvRow> Rows(Stream from)
    {
        var before = faults.Count;
        using var lines = new TextLines(from, file, encoding, faults);
        using var parser = new CsvParser(lines, Rules, leaveOpen: true);
        if (!parser.Read())
        {
            if (faults.Count == before) faults.Add(new(file, 1), "", "the file is empty", $"Begin it with the header {string.Join(',', columns.Select(column => column.Name))}");
            yield break;
        }
        if (Header(parser) is not { } numberOf) yield break;
        var width = parser.Count;
        while (parser.Read())
        {
            var at = new SourceLine(file, parser.RawRow);
            var cells = new string[parser.Count];
            for (var i = 0; i < cells.Length; i++) cells[i] = parser[i];
            if (cells.All(string.IsNullOrWhiteSpace)) continue; // spreadsheets leave such rows at the end
            if (cells.Length != width) faults.Add(at, "", $"the row has {cells.Length} cells, the header {width}", "Quote cells that hold commas, and give every cell of the row");
            else yield return new(numberOf, cells, at);
        }
    }

    private Dictionary<string, int>? Header(CsvParser parser)
    {
        var (at, before) = (new SourceLine(file, parser.RawRow), faults.Count);
        var numberOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < parser.Count; i++)
        {
            var header = parser[i].Trim();
            if (columns.FirstOrDefault(column => column.IsNamed(header)) is not { } column)
                faults.Add(at, header.Length is > 0 and <= 40 ? header : $"column {i + 1}", "this is no column of the table", $"Its columns are {Names(columns)}; take others out");
            else if (!numberOf.TryAdd(column.Name, i))
                faults.Add(at, column.Name, $"the header names this column twice (columns {numberOf[column.Name] + 1} and {i + 1})", "Leave one of the two out");
        }
        foreach (var missing in columns.Where(column => column.IsRequired && !numberOf.ContainsKey(column.Name)))
            faults.Add(at, missing.Name, "the header lacks this column", $"Begin the file with a header: {Names(columns.Where(column => column.IsRequired))}");
        return faults.Count == before ? numberOf : null;
    }

    private static string Names(IEnumerable<CsvColumn> all) =>
        string.Join(", ", all.Select(column => column.Aliases.Length == 0 ? column.Name : $"{column.Name} ({column.Aliases[0]})"));
}
