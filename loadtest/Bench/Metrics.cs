using System.Globalization;

namespace GridActors.LoadTest.Bench;

/// <summary>What <c>/metrics</c> said at one moment, in Prometheus' text form.</summary>
public sealed record Metrics(IReadOnlyList<(string Name, string Labels, double Value)> Samples)
{
    public static async Task<Metrics> Read(HttpClient http, CancellationToken cancel) =>
        Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancel));

    public static Metrics Parse(string text) => new([.. text.Split('\n').Select(Sample).OfType<(string, string, double)>()]);

    /// <summary>The greatest sample of this name whose labels contain the text (any, when empty); null when there is none.</summary>
    public double? Greatest(string name, string labels = "") => Samples
        .Where(sample => sample.Name == name && sample.Labels.Contains(labels, StringComparison.Ordinal))
        .Select(sample => (double?)sample.Value)
        .Max();

    private static (string, string, double)? Sample(string line)
    {
        if (line.Length == 0 || line[0] == '#') return null;
        var nameEnd = line.AsSpan().IndexOfAny('{', ' ');
        var labelsEnd = nameEnd >= 0 && line[nameEnd] == '{' ? line.LastIndexOf('}') : nameEnd - 1;
        if (nameEnd < 0 || labelsEnd < nameEnd - 1) return null;
        var labels = labelsEnd > nameEnd ? line[(nameEnd + 1)..labelsEnd] : "";
        var value = line[(labelsEnd + 1)..].Trim().Split(' ')[0];
        return double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? (line[..nameEnd], labels, number) : null;
    }
}
