using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Places;

namespace GridActors.LoadTest.Workloads;

/// <summary>What a report's body holds, as in docs/http-api.md.</summary>
public sealed record ReportBody(string Category, string Text, ReportPlace Place, string? Severity, ReportReporter? Reporter);

public sealed record ReportPlace(string BuildingId);

public sealed record ReportReporter(string Name, string Phone);

/// <summary>
/// Plausible reports: any building of the district, the categories in the proportions a grid station sees, about 80 characters of Chinese,
/// six in ten with a reporter, one in fifty urgent. Violence at home is left out: its sealed path is not to be load-tested on people.
/// </summary>
public static class ReportBodies
{
    private const int TextCharacters = 80;
    private const double WithReporter = 0.6;
    private const double Urgent = 0.02;
    private const string Red = "red";

    private static readonly (string Category, int Weight)[] Mix =
    [
        ("neighbour", 20), ("labour", 14), ("property-management", 12), ("hazard", 11), ("family", 8), ("consumer", 7), ("traffic", 6),
        ("housing-land", 5), ("help-request", 5), ("contract", 3), ("damages", 3), ("environment", 2), ("business", 1), ("platform-work", 1),
        ("prepaid-card", 1), ("e-commerce", 1),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary><paramref name="count"/> bodies as UTF-8 JSON; the same seed and buildings give the same bodies.</summary>
    public static ImmutableArray<byte[]> Draw(IReadOnlyList<string> buildings, int count, int seed)
    {
        var draw = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Of(Body(buildings[draw.Next(buildings.Count)], draw, number, seed)))];
    }

    /// <summary>As <see cref="Draw"/>, all of them red.</summary>
    public static ImmutableArray<byte[]> DrawUrgent(IReadOnlyList<string> buildings, int count, int seed)
    {
        var draw = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Of(Body(buildings[draw.Next(buildings.Count)], draw, number, seed) with { Severity = Red }))];
    }

    /// <summary>One body for each of the buildings, in their order.</summary>
    public static ImmutableArray<byte[]> OnePerBuilding(IReadOnlyList<string> buildings, int seed)
    {
        var draw = new Random(seed);
        return [.. buildings.Select((building, number) => Of(Body(building, draw, number, seed)))];
    }

    /// <summary>The body of this number and seed, drawn by itself.</summary>
    public static ReportBody One(string building, long number, int seed) => Body(building, new Random(CommandKeys.Mixed(seed, number)), (int)(number % int.MaxValue), seed);

    public static byte[] Of(ReportBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Json);

    private static ReportBody Body(string building, Random draw, int number, int seed)
    {
        var category = Category(draw.Next(Mix.Sum(share => share.Weight)));
        var severity = draw.NextDouble() < Urgent ? Red : null;
        var reporter = draw.NextDouble() < WithReporter ? InventedPeople.Reporter(number, seed) : null;
        return new(category, Text(category, draw), new(building), severity, reporter is null ? null : new(reporter.Name, reporter.Phone));
    }

    private static string Category(int share)
    {
        foreach (var (category, weight) in Mix)
        {
            if ((share -= weight) < 0) return category;
        }

        return Mix[0].Category;
    }

    private static string Text(string category, Random draw)
    {
        var text = new StringBuilder();
        while (text.Length < TextCharacters) text.Append(InventedReports.Text(category, draw.Next()));
        return text.ToString();
    }
}
