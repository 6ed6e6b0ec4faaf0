using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>A column of an imported table: its name in the header, and the Chinese names it also goes by.</summary>
public sealed record CsvColumn(string Name, bool IsRequired, params string[] Aliases)
{
    internal bool IsNamed(string header) =>
        header.Equals(Name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(header, StringComparer.Ordinal);
}

/// <summary>One row of an imported table. Valid until the next one is read.</summary>
public sealed class CsvRow
{
    private readonly Dictionary<string, int> numberOf;
    private readonly string[] cells;

    internal CsvRow(Dictionary<string, int> numberOf, string[] cells, SourceLine at) => (this.numberOf, this.cells, At) = (numberOf, cells, at);

    public SourceLine At { get; }

    /// <summary>The table has the column.</summary>
    public bool Has(CsvColumn column) => numberOf.ContainsKey(column.Name);

    /// <summary>A cell of free text as it was meant; empty when the table has no such column.</summary>
    public string Text(CsvColumn column) => numberOf.TryGetValue(column.Name, out var i) ? CsvText.In(cells[i]) : "";

    /// <summary>A cell that holds a code or a number, without the blanks around it.</summary>
    public string Code(CsvColumn column) => numberOf.TryGetValue(column.Name, out var i) ? cells[i].Trim() : "";
}
