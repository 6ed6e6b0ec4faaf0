using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Reports accepted and durable per second, everything on, beside the plain way on SQLite and an endpoint that does nothing. Short sweeps
/// pick each subject's best width; then a minute each, interleaved, so that a slow minute of the machine hits all of them.
/// </summary>
internal static class ReportsBench
{
    private const double MustOverPlain = 4;
    private const double AimOfEmpty = 0.5;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await using var plainProgram = await run.StartBaseline("plain-sqlite", cancel);
        await using var emptyProgram = await run.StartBaseline("empty", cancel);
        var bodies = ReportBodies.Draw(await service.Buildings(cancel), ReportSurge.BodiesMax, run.Seed);
        var keys = CommandKeys.ForNewRun(run.Seed);
        Subject[] subjects =
        [
            new("service", service.Program, OpsWeb.ReportsPath, bodies, keys),
            new("plain", plainProgram, "/api/reports", bodies, keys),
            new("empty", emptyProgram, "/api/reports", bodies, keys),
        ];
        await service.SetRate(1, cancel);
        var rates = await Compare(run, subjects, () => Quiet(run, service, cancel), cancel);
        run.Add(new("reports.over-plain", rates["service"] / rates["plain"], BenchResult.RatioUnit, Must: Bound.AtLeast(MustOverPlain)));
        run.Add(new("reports.of-empty", rates["service"] / rates["empty"], BenchResult.RatioUnit, Aim: Bound.AtLeast(AimOfEmpty)));
    }

    /// <summary>The two baselines alone: what this machine and its disk can do.</summary>
    public static async Task RunBaselines(BenchRun run, CancellationToken cancel)
    {
        await using var plainProgram = await run.StartBaseline("plain-sqlite", cancel);
        await using var emptyProgram = await run.StartBaseline("empty", cancel);
        var bodies = ReportBodies.Draw([.. Enumerable.Range(1, 10_000).Select(number => $"440306018012-017-{number:0000}")], ReportSurge.BodiesMax, run.Seed);
        var keys = CommandKeys.ForNewRun(run.Seed);
        Subject[] subjects =
        [
            new("plain", plainProgram, "/api/reports", bodies, keys),
            new("empty", emptyProgram, "/api/reports", bodies, keys),
        ];
        await Compare(run, subjects, static () => Task.CompletedTask, cancel);
    }

    private static async Task<Dictionary<string, double>> Compare(BenchRun run, Subject[] subjects, Func<Task> quiet, CancellationToken cancel)
    {
        var widths = new Dictionary<Subject, int>();
        foreach (var subject in subjects) widths[subject] = await BestWidth(run, quiet, subject, cancel);
        var slices = await Interleaved(run, quiet, subjects, widths, cancel);
        return Conclude(run, subjects, widths, slices);
    }

    private static async Task<int> BestWidth(BenchRun run, Func<Task> quiet, Subject subject, CancellationToken cancel)
    {
        var (best, rate) = (0, 0.0);
        foreach (var width in Subject.Widths)
        {
            run.Say($"{subject.Name}: sweep at {width} connections");
            var slice = await subject.Closed(run, width, run.For(10, quick: 2), run.For(2, quick: 1), cancel);
            run.Say($"    {slice.PerSecond:#,0}/s, p99 {slice.Stats.Ok.Latency.P99:0.0} ms, {slice.Stats.Fail.Count} failed");
            if (slice.PerSecond > rate) (best, rate) = (width, slice.PerSecond);
            await quiet();
        }

        return best;
    }

    private static async Task<ILookup<Subject, Slice>> Interleaved(
        BenchRun run, Func<Task> quiet, Subject[] subjects, Dictionary<Subject, int> widths, CancellationToken cancel)
    {
        var slices = new List<(Subject Subject, Slice Slice)>();
        var rounds = run.Quick ? 2 : 6;
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var subject in subjects)
            {
                run.Say($"round {round} of {rounds}: {subject.Name} at {widths[subject]} connections");
                slices.Add((subject, await subject.Closed(run, widths[subject], run.For(10, quick: 2), TimeSpan.Zero, cancel)));
                await quiet();
            }
        }

        return slices.ToLookup(slice => slice.Subject, slice => slice.Slice);
    }

    /// <summary>The service's follow-ups must not run while another subject is measured; a backlog that does not end is said aloud.</summary>
    private static async Task Quiet(BenchRun run, OpsWeb service, CancellationToken cancel)
    {
        var limit = run.For(90, quick: 20);
        if (await service.CaughtUp(limit, cancel) is null) run.Say($"    follow-ups are still behind after {limit.TotalSeconds:0} s");
    }

    private static Dictionary<string, double> Conclude(BenchRun run, Subject[] subjects, Dictionary<Subject, int> widths, ILookup<Subject, Slice> slices)
    {
        var rates = subjects.ToDictionary(subject => subject.Name, subject => slices[subject].Average(slice => slice.PerSecond));
        foreach (var subject in subjects)
        {
            var its = slices[subject].ToArray();
            run.Add(new($"reports.{subject.Name}", rates[subject.Name], "/s"));
            run.Add(new($"reports.{subject.Name}.width", widths[subject], "connections"));
            run.Add(new($"reports.{subject.Name}.p50", its.Average(slice => slice.Stats.Ok.Latency.P50), "ms"));
            run.Add(new($"reports.{subject.Name}.p99", its.Max(slice => slice.Stats.Ok.Latency.P99), "ms"));
            run.Add(new($"reports.{subject.Name}.failed", its.Sum(slice => slice.Stats.Fail.Count), "answers", Must: Bound.UpTo(0)));
            run.Add(new($"reports.{subject.Name}.cores", its.Average(slice => slice.SubjectCores), "cores"));
            run.Add(new($"reports.{subject.Name}.generator-cores", its.Average(slice => slice.GeneratorCores), "cores"));
        }

        return rates;
    }
}
