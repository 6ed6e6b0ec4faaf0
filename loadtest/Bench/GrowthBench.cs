using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// What ten times as much does: the rate of reports on a journal of ten times the rows and with ten times the open cases, the wait of ten times the boards. 1.00 =
/// nothing; a rate's ratio falls below it, a wait's rises above.
/// </summary>
internal static class GrowthBench
{
    private const int Times = 10;
    private const int OpenCases = 100_000, QuickOpenCases = 20_000;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        var cases = run.Quick ? QuickOpenCases : OpenCases;
        await Rates(run, "journal", PlaceSize.OfRows(run.FullJournal.Rows / Times), run.FullJournal, cancel);
        await Rates(run, "cases", PlaceSize.OfOpenCases(cases / Times), PlaceSize.OfOpenCases(cases), cancel);
        var few = await BoardBench.Measure(run, BoardBench.Boards / Times, cancel);
        var many = await BoardBench.Measure(run, BoardBench.Boards, cancel);
        run.Add(new($"boards.tiles-{Times}x", many.Tiles.P99 / few.Tiles.P99, BenchResult.RatioUnit));
        run.Add(new($"boards.cores-{Times}x", many.ServiceCores / few.ServiceCores, BenchResult.RatioUnit));
    }

    private static async Task Rates(BenchRun run, string what, PlaceSize small, PlaceSize large, CancellationToken cancel)
    {
        var (one, ten) = (await Rate(run, small, cancel), await Rate(run, large, cancel));
        run.Add(new($"{what}.reports-{Times}x", ten / one, BenchResult.RatioUnit));
        run.Add(new($"{what}.reports.{small.Name}", one, "/s"));
        run.Add(new($"{what}.reports.{large.Name}", ten, "/s"));
    }

    private static async Task<double> Rate(BenchRun run, PlaceSize size, CancellationToken cancel)
    {
        await using var place = await run.Filled.Copy(run, size, cancel);
        await using var service = await run.StartOpsWeb(cancel, place);
        await service.SetRate(1, cancel);
        var bodies = ReportBodies.Draw(await service.Buildings(cancel), ReportSurge.BodiesMax, run.Seed);
        var subject = new Subject(Subject.Service, service.Program, OpsWeb.ReportsPath, bodies, CommandKeys.ForNewRun(run.Seed));
        return (await subject.Closed(run, Subject.Widths[1], run.For(8, quick: 3), run.For(4, quick: 2), cancel)).PerSecond;
    }
}
