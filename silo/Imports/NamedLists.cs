namespace GridActors.Silo.Imports;

/// <summary>Lists of codes in what a command says: the first of them, and how many more there are.</summary>
internal static class NamedLists
{
    /// <summary>Codes that are said; the rest is counted.</summary>
    private const int ListedMax = 20;

    /// <summary>A title and a line for each; nothing for an empty list.</summary>
    public static IEnumerable<string> Of<T>(string title, IReadOnlyList<T> all)
    {
        if (all.Count == 0) yield break;
        yield return $"{title}:";
        foreach (var one in all.Take(ListedMax)) yield return $"  {one}";
        if (all.Count > ListedMax) yield return $"  … and {all.Count - ListedMax} more";
    }
}
