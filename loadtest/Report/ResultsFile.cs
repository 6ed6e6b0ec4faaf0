using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GridActors.LoadTest.Report;

/// <summary>What was measured on. <see cref="Load"/>: how many threads wanted to run when we began, the mean of a minute; other people's work, then.</summary>
public sealed record Machine(string Os, string Processor, int Cores, double MemoryGiB, string Runtime, double Load)
{
    private const double BytesPerGiB = 1024.0 * 1024 * 1024;

    public static Machine This { get; } = new(
        System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGiB, 1),
        System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        LoadNow());

    private static double LoadNow()
    {
        const string file = "/proc/loadavg";
        return File.Exists(file) ? double.Parse(File.ReadAllText(file).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }
}

/// <summary>The file of <c>--json</c>: <c>{machine, seed, commit, results: [{name, value, unit, must, aim}]}</c>.</summary>
public static class ResultsFile
{
    private const int DigitsKept = 4;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The commit this program was built from, or empty when the build did not know.</summary>
    public static string Commit { get; } =
        typeof(ResultsFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1) ?? "";

    public static string Text(int seed, IEnumerable<BenchResult> results) => JsonSerializer.Serialize(
        new
        {
            machine = Machine.This,
            seed,
            commit = Commit,
            results = results.Select(result => new
            {
                name = result.Name,
                value = Math.Round(result.Value, DigitsKept),
                unit = result.Unit,
                must = result.Must?.Value,
                aim = result.Aim?.Value,
            }),
        },
        Json);

    public static Task Write(FileInfo file, int seed, IEnumerable<BenchResult> results, CancellationToken cancel) =>
        File.WriteAllTextAsync(file.FullName, Text(seed, results) + "\n", cancel);
}
