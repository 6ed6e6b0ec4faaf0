using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// The highest open-loop rate at which follow-ups stay less than a second behind for a minute, and how long a surge takes to drain. Short
/// probes close in on the rate, then a minute at it must hold; when it does not, a tenth less is tried.
/// </summary>
internal static class SustainedBench
{
    private const double LagSecondsMax = 1;

    /// <summary>Below this share of the intended arrivals answered in time, the service is not keeping up, whatever its lag says.</summary>
    private const double AnsweredShareMin = 0.98;

    private const int ProbesMax = 6;
    private const int QuickProbesMax = 4;
    private const int MinutesMax = 4;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        var bodies = ReportBodies.Draw(await service.Buildings(cancel), ReportSurge.BodiesMax, run.Seed);
        var subject = new Subject(Subject.Service, service.Program, OpsWeb.ReportsPath, bodies, CommandKeys.ForNewRun(run.Seed));
        await service.SetRate(1, cancel);
        var accepted = await Surge(run, service, subject, cancel);
        var rate = await Highest(run, service, subject, accepted, cancel);
        var plain = run.Measured($"reports/{run.Store.Name}/empty {Subject.Plain}") ?? await PlainRate(run, bodies, cancel);
        run.Add(new("over-plain", rate / plain, BenchResult.RatioUnit, Bound.AtLeast(run.Store.Bars.SustainedMust), Bound.AtLeast(run.Store.Bars.SustainedAim)));
        run.Add(new("rate", rate, "/s"));
        run.Add(new("plain", plain, "/s"));
    }

    /// <summary>As fast as the service takes them, then until nothing is left to follow; answers the rate at which it took them.</summary>
    private static async Task<double> Surge(BenchRun run, OpsWeb service, Subject subject, CancellationToken cancel)
    {
        const int width = 512;
        run.Say($"surge at {width} connections");
        var before = await service.JournalPosition(cancel);
        var slice = await subject.Closed(run, width, run.For(10, quick: 3), run.For(5, quick: 2), cancel);
        var behind = (await service.Lag(cancel)).Entries;
        run.Say($"    {slice.PerSecond:#,0}/s taken, {behind:#,0} entries to follow");
        var limit = run.For(120, quick: 20);
        var drained = await service.CaughtUp(limit, cancel);
        if (drained is null) run.Say($"    not drained after {limit.TotalSeconds:0} s");
        var seconds = slice.Stats.During.TotalSeconds + (drained ?? limit).TotalSeconds;
        run.Add(new("surge", slice.Stats.Ok.Count, "reports"));
        run.Add(new("surge.drain", (drained ?? limit).TotalSeconds, "s"));
        run.Add(new("surge.rows", (await service.JournalPosition(cancel) - before) / seconds, "rows/s"));
        return slice.PerSecond;
    }

    private static async Task<double> Highest(BenchRun run, OpsWeb service, Subject subject, double accepted, CancellationToken cancel)
    {
        var (low, high) = (0.0, accepted);
        for (var probe = 0; probe < (run.Quick ? QuickProbesMax : ProbesMax) && high - low > accepted / 50; probe++)
        {
            var middle = (low + high) / 2;
            if (await Holds(run, service, subject, middle, run.For(12, quick: 3), cancel)) low = middle;
            else high = middle;
        }

        for (var (minute, rate) = (0, low); minute < MinutesMax; minute++, rate *= 0.9)
        {
            if (await Holds(run, service, subject, rate, run.For(60, quick: 5), cancel)) return rate;
        }

        return 0;
    }

    private static async Task<bool> Holds(BenchRun run, OpsWeb service, Subject subject, double rate, TimeSpan during, CancellationToken cancel)
    {
        if (rate < 1) return false;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = WorstLag(service, over.Token);
        var slice = await subject.Open(run, rate, during, cancel);
        await over.CancelAsync();
        var lag = await watching;
        var share = slice.Stats.Ok.Count / (rate * during.TotalSeconds);
        var holds = lag < LagSecondsMax && share >= AnsweredShareMin && slice.Stats.Ok.Latency.P99 < LagSecondsMax * 1000;
        run.Say($"{rate:#,0}/s for {during.TotalSeconds:0} s: lag ≤ {lag:0.00} s, p99 {slice.Stats.Ok.Latency.P99:0} ms, {share:P1} answered → {(holds ? "holds" : "does not hold")}");
        await service.CaughtUp(run.For(40, quick: 10), cancel);
        return holds;
    }

    private static async Task<double> WorstLag(OpsWeb service, CancellationToken over)
    {
        var worst = 0.0;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            while (await timer.WaitForNextTickAsync(over)) worst = Math.Max(worst, (await service.Lag(over)).Seconds);
        }
        catch (OperationCanceledException)
        {
            // The stretch is over.
        }

        return worst;
    }

    private static async Task<double> PlainRate(BenchRun run, System.Collections.Immutable.ImmutableArray<byte[]> bodies, CancellationToken cancel)
    {
        await using var program = await run.StartPlainWay(cancel);
        var plain = new Subject(Subject.Plain, program, Subject.PlainPath, bodies, CommandKeys.ForNewRun(run.Seed));
        var best = 0.0;
        foreach (var width in Subject.Widths)
        {
            run.Say($"plain at {width} connections");
            best = Math.Max(best, (await plain.Closed(run, width, run.For(10, quick: 2), run.For(2, quick: 1), cancel)).PerSecond);
        }

        return best;
    }
}
