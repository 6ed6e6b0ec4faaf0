using System.Text.Json;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Cli;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;

namespace GridActors.Tests.Load;

public sealed class BenchReportTests
{
    [Fact]
    public void The_results_file_names_machine_seed_commit_and_each_result_with_its_bars()
    {
        var root = JsonDocument.Parse(ResultsFile.Text(seed: 9,
        [
            new("reports.over-plain", 4.5, BenchResult.RatioUnit, Must: Bound.AtLeast(4), Aim: Bound.AtLeast(8)),
            new("start.first-snapshot", 2.25, "s"),
        ])).RootElement;
        Assert.Equal(["machine", "seed", "commit", "results"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(9, root.GetProperty("seed").GetInt32());
        Assert.Equal(
            ["""{"name":"reports.over-plain","value":4.5,"unit":"×","must":4,"aim":8}""", """{"name":"start.first-snapshot","value":2.25,"unit":"s","must":null,"aim":null}"""],
            root.GetProperty("results").EnumerateArray().Select(result => JsonSerializer.Serialize(result, Relaxed)));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5.01, true)]
    public void A_value_above_what_it_must_stay_under_has_failed(double value, bool failed) =>
        Assert.Equal(failed, new BenchResult("start", value, "s", Must: Bound.UpTo(5)).Failed);

    [Theory]
    [InlineData(4, false)]
    [InlineData(3.99, true)]
    public void A_value_below_what_it_must_reach_has_failed(double value, bool failed) =>
        Assert.Equal(failed, new BenchResult("ratio", value, BenchResult.RatioUnit, Must: Bound.AtLeast(4)).Failed);

    [Fact]
    public async Task A_threshold_that_does_not_hold_makes_the_exit_code_other_than_zero()
    {
        var scenario = new Scenario("failing", static _ => ValueTask.FromResult(Response.Fail("500")))
            .WithLoadSimulations(LoadSimulation.InjectPerSecond(50, TimeSpan.FromMilliseconds(100)));
        var stats = await new LoadRun(scenario, 1, TimeProvider.System).Run(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, LoadVerb.Verdict(scenario.WithThresholds(Threshold.NoFailures), stats));
        Assert.Equal(0, LoadVerb.Verdict(scenario.WithThresholds(new Threshold("was run", static stats => stats.All == 5)), stats));
    }

    [Fact]
    public void Metrics_are_read_with_and_without_labels()
    {
        var metrics = Metrics.Parse("""
            # HELP gridactors_journal_position Head
            gridactors_journal_position{instance="live",partition="open"} 12
            gridactors_journal_position{instance="demo-0001",partition="open"} 3456 1700000000
            process_start_time_seconds 1.5e9
            """);
        Assert.Equal(3456, metrics.Greatest("gridactors_journal_position", "demo-"));
        Assert.Equal(3456, metrics.Greatest("gridactors_journal_position"));
        Assert.Equal(1.5e9, metrics.Greatest("process_start_time_seconds"));
        Assert.Null(metrics.Greatest("gridactors_follower_lag_seconds"));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
