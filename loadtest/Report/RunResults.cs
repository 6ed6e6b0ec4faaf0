using GridActors.LoadTest.Engine;

namespace GridActors.LoadTest.Report;

/// <summary>A scenario's figures as results for <c>--json</c>.</summary>
public static class RunResults
{
    public static IEnumerable<BenchResult> Of(Stats stats) =>
    [
        new($"{stats.Name}.ok", stats.Ok.Count, "answers"),
        new($"{stats.Name}.failed", stats.Fail.Count, "answers", Must: Bound.UpTo(0)),
        new($"{stats.Name}.rate", stats.Ok.PerSecond, "/s"),
        new($"{stats.Name}.p50", stats.Ok.Latency.P50, "ms"),
        new($"{stats.Name}.p95", stats.Ok.Latency.P95, "ms"),
        new($"{stats.Name}.p99", stats.Ok.Latency.P99, "ms"),
        new($"{stats.Name}.p99.9", stats.Ok.Latency.P999, "ms"),
        new($"{stats.Name}.p99.99", stats.Ok.Latency.P9999, "ms"),
        new($"{stats.Name}.max", stats.Ok.Latency.Max, "ms"),
    ];
}
