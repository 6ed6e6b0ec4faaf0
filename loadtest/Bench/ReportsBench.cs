using System.Collections.Immutable;
using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Reports accepted and durable per second, everything on, beside the plain way on the same database and an endpoint that does nothing. Short sweeps on an empty
/// journal pick each subject's best width; then they take turns, so that a slow minute of the machine hits all of them. On a full journal they take turns again.
/// </summary>
internal static class ReportsBench
{
    private const double AimOfEmpty = 0.5;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var plain = await run.StartPlainWay(cancel);
        await using var empty = await run.StartEmptyEndpoint(cancel);
        var widths = await On(run, PlaceSize.Empty, plain, empty, known: null, cancel);
        await On(run, run.FullJournal, plain, empty, widths, cancel);
    }

    /// <summary>The two baselines alone: what this machine and its disk can do.</summary>
    public static async Task RunBaselines(BenchRun run, CancellationToken cancel)
    {
        await using var plain = await run.StartPlainWay(cancel);
        await using var empty = await run.StartEmptyEndpoint(cancel);
        var bodies = ReportBodies.Draw([.. Enumerable.Range(1, 10_000).Select(number => $"440306018012-017-{number:0000}")], ReportSurge.BodiesMax, run.Seed);
        var subjects = Baselines(plain, empty, bodies, CommandKeys.ForNewRun(run.Seed));
        var comparison = new Comparison(run, static () => Task.CompletedTask);
        comparison.Conclude(await comparison.TakeTurns(subjects, await comparison.BestWidths(subjects, cancel), cancel));
    }

    private static async Task<IReadOnlyDictionary<string, int>> On(
        BenchRun whole, PlaceSize size, ChildProgram plain, ChildProgram empty, IReadOnlyDictionary<string, int>? known, CancellationToken cancel)
    {
        var run = whole.In(size.Name);
        await using var place = size == PlaceSize.Empty ? await run.Store.NewPlace(run.Folder("service")) : await run.Filled.Copy(run, size, cancel);
        await using var service = await run.StartOpsWeb(cancel, place);
        var bodies = ReportBodies.Draw(await service.Buildings(cancel), ReportSurge.BodiesMax, run.Seed);
        var keys = CommandKeys.ForNewRun(run.Seed);
        Subject[] subjects = [new(Subject.Service, service.Program, OpsWeb.ReportsPath, bodies, keys), .. Baselines(plain, empty, bodies, keys)];
        await service.SetRate(1, cancel);
        var comparison = new Comparison(run, () => Quiet(run, service, cancel)) { Rounds = run.Quick ? known is null ? 2 : 1 : known is null ? 6 : 3 };
        if (known is not null) await WarmUp(run, service, subjects[0], known[Subject.Service], cancel);
        var widths = known ?? await comparison.BestWidths(subjects, cancel);
        var rates = comparison.Conclude(await comparison.TakeTurns(subjects, widths, cancel));
        var bars = run.Store.Bars;
        run.Add(new(
            "over-plain", rates[Subject.Service] / rates[Subject.Plain], BenchResult.RatioUnit, Bound.AtLeast(bars.ReportsMust),
            bars.ReportsAim is { } aim ? Bound.AtLeast(aim) : null));
        run.Add(new("of-empty", rates[Subject.Service] / rates[Subject.Empty], BenchResult.RatioUnit, Aim: bars.ReportsAim is null ? Bound.AtLeast(AimOfEmpty) : null));
        return widths;
    }

    private static Subject[] Baselines(ChildProgram plain, ChildProgram empty, ImmutableArray<byte[]> bodies, CommandKeys keys) =>
        [new(Subject.Plain, plain, Subject.PlainPath, bodies, keys), new(Subject.Empty, empty, Subject.PlainPath, bodies, keys)];

    /// <summary>A service that no sweep has warmed up, beside baselines that have been running for minutes.</summary>
    private static async Task WarmUp(BenchRun run, OpsWeb service, Subject subject, int width, CancellationToken cancel)
    {
        run.Say($"warming up at {width} connections");
        await subject.Closed(run, width, run.For(15, quick: 6), TimeSpan.Zero, cancel);
        await Quiet(run, service, cancel);
    }

    /// <summary>The service's follow-ups must not run while another subject is measured; a backlog that does not end is said aloud.</summary>
    private static async Task Quiet(BenchRun run, OpsWeb service, CancellationToken cancel)
    {
        var limit = run.For(40, quick: 8);
        if (await service.CaughtUp(limit, cancel) is null) run.Say($"    follow-ups are still behind after {limit.TotalSeconds:0} s");
    }
}
