using System.Text.Json;

namespace GridActors.Silo.Journal;

/// <summary>
/// The vault rows that a payload mentions: text in a property whose name ends in <c>Row</c>, in a list whose name ends in <c>Rows</c>, and in a property
/// <c>desk</c> (who at a desk signed an act).
/// </summary>
public static class VaultMentions
{
    /// <exception cref="JsonException">The payload is no JSON.</exception>
    public static IReadOnlyList<string> In(string payload)
    {
        if (!payload.Contains("Row", StringComparison.Ordinal) && !payload.Contains("desk", StringComparison.OrdinalIgnoreCase)) return [];
        var found = new List<string>();
        using var document = JsonDocument.Parse(payload);
        Collect(document.RootElement, "", found);
        return found;
    }

    private static void Collect(JsonElement element, string property, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in element.EnumerateObject()) Collect(inner.Value, inner.Name, found);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, property, found);
                break;
            case JsonValueKind.String when Mentions(property):
                found.Add(element.GetString()!);
                break;
        }
    }

    private static bool Mentions(string property) =>
        property.EndsWith("Row", StringComparison.Ordinal) || property.EndsWith("Rows", StringComparison.Ordinal) || property is "row" or "rows" or "desk";
}
