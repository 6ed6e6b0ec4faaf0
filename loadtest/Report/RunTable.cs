using System.Globalization;
using GridActors.LoadTest.Engine;
using Spectre.Console;
using static GridActors.LoadTest.Report.BenchTable;

namespace GridActors.LoadTest.Report;

/// <summary>A scenario's figures for reading, while it runs and when it is over.</summary>
public static class RunTable
{
    public static Table Of(Stats stats)
    {
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{stats.Name}, {stats.During.TotalSeconds:0} s"))
            .AddColumns("", "count", "per s", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "p99.99 ms", "max ms", "MB");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        Add(table, "ok", stats.Ok);
        Add(table, "fail", stats.Fail);
        foreach (var step in stats.Steps) Add(table, step.Name, step.Ok);
        table.Caption(Markup.Escape(string.Join("  ", stats.Codes.Select(code => $"{code.Key}: {code.Value:#,0}"))));
        return table;
    }

    public static string Line(SecondOfRun second) => string.Create(
        CultureInfo.InvariantCulture, $"{second.Second,4} s  {second.Ok,8:#,0} ok  {second.Fail,6:#,0} failed  p50 {second.P50:0.0} ms  p99 {second.P99:0.0} ms");

    private static void Add(Table table, string name, Measured measured)
    {
        const double bytesPerMegabyte = 1e6;
        var latency = measured.Latency;
        table.AddRow(
            Markup.Escape(name),
            measured.Count.ToString("#,0", CultureInfo.InvariantCulture),
            Number(measured.PerSecond),
            Number(latency.P50),
            Number(latency.P95),
            Number(latency.P99),
            Number(latency.P999),
            Number(latency.P9999),
            Number(latency.Max),
            Number(measured.Bytes / bytesPerMegabyte));
    }
}
