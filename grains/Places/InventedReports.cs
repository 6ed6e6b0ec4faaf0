using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>What invented residents of a demo or a drill write. There are no texts about violence at home: nobody plays with that.</summary>
public static class InventedReports
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Texts = Read();

    /// <summary>The category codes that have texts.</summary>
    public static ImmutableArray<string> Categories { get; } = [.. Texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A text for the category; <paramref name="draw"/> (any number) picks it. An unknown category is answered one of <c>other</c>.</summary>
    public static string Text(string category, long draw)
    {
        var texts = Texts.GetValueOrDefault(category, Texts["other"]);
        return texts[(int)((ulong)draw % (ulong)texts.Length)];
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Read() => PlaceTables.Rows("invented_reports.csv")
        .GroupBy(row => row[0], row => row[1], StringComparer.Ordinal)
        .ToFrozenDictionary(texts => texts.Key, texts => texts.ToImmutableArray(), StringComparer.Ordinal);
}
