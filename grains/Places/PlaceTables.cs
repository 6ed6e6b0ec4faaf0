namespace GridActors.Places;

/// <summary>The small tables that ship inside the program: a header line, then rows of plain values without quotes.</summary>
internal static class PlaceTables
{
    public static IEnumerable<string[]> Rows(string table)
    {
        using var reader = new StreamReader(typeof(PlaceTables).Assembly.GetManifestResourceStream(table)!);
        reader.ReadLine(); // the header
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line.Split(',');
    }
}
