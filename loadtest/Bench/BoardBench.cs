using System.Collections.Immutable;
using System.Text.Json;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// 200 boards watch the district while reports make 2,000 journal entries a second. Timed from <c>recordedAt</c> of a report's row, which is
/// the start of the transaction that commits it, until each board's handler held the decoded change: a little longer than asked for, never shorter.
/// </summary>
internal static class BoardBench
{
    public const int Boards = 200;
    private const double EntriesPerSecond = 2000;
    private const double EscalationP99Must = 250, EscalationP99Aim = 100, TileMust = 500, TileAim = 250;

    /// <summary>Rows of a report that runs its whole path.</summary>
    private const double EntriesPerReport = 4;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        var watched = await Measure(run, Boards, cancel);
        var (escalations, tiles, stats) = (watched.Escalations, watched.Tiles, watched.Stats);
        run.Add(new("escalation.p50", escalations.P50, "ms"));
        run.Add(new("escalation.p99", escalations.P99, "ms", Bound.UpTo(EscalationP99Must), Bound.UpTo(EscalationP99Aim)));
        run.Add(new("tile.p50", tiles.P50, "ms"));
        run.Add(new("tile.p99", tiles.P99, "ms", Bound.UpTo(TileMust), Bound.UpTo(TileAim)));
        run.Add(new("reports", stats.Ok.PerSecond, "/s"));
        run.Add(new("report.p99", stats.Ok.Latency.P99, "ms"));
        run.Add(new("failed", stats.Fail.Count, "answers", Must: Bound.UpTo(0)));
        run.Add(new("gaps", watched.Gaps, "pushes", Must: Bound.UpTo(0)));
        run.Add(new("unseen", watched.Unseen, "tiles", Must: Bound.UpTo(0)));
        run.Add(new("escalations-seen", watched.EscalationsSeen, "pushes"));
        run.Add(new("service.cores", watched.ServiceCores, "cores"));
        run.Add(new("generator-cores", watched.GeneratorCores, "cores"));
    }

    /// <summary>That many boards, under the same reports.</summary>
    public static async Task<WatchedReports> Measure(BenchRun run, int count, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        var buildings = await service.Buildings(cancel);
        var seen = new Sightings();
        var boards = await Connect(run, service, seen, count, cancel);
        try
        {
            var before = await service.JournalPosition(cancel);
            var (stats, serviceCores, generatorCores) = await Report(run, service, buildings, seen, cancel);
            await Task.Delay(run.For(3, quick: 2), TimeProvider.System, cancel);
            var recordedAt = await service.ReportedAfter(before, cancel);
            return new(
                seen.Escalations(recordedAt), seen.Tiles(recordedAt), stats, boards.Sum(board => board.Gaps), seen.Unseen(boards.Length), seen.EscalationCount, serviceCores,
                generatorCores);
        }
        finally
        {
            await Task.WhenAll(boards.Select(board => board.DisposeAsync().AsTask()));
        }
    }

    private static async Task<BoardClient[]> Connect(BenchRun run, OpsWeb service, Sightings seen, int count, CancellationToken cancel)
    {
        run.Say($"connecting {count} boards");
        var boards = Enumerable.Range(0, count).Select(_ => new BoardClient(service.Program.Address) { Pushed = seen.Saw }).ToArray();
        foreach (var board in boards)
        {
            await board.Connect(cancel);
            await board.Watch(OpsWeb.Realm, "district", cancel);
            await board.FirstSnapshot.WaitAsync(cancel);
        }

        return boards;
    }

    /// <summary>Every report goes to a building of its own, so that the first tile seen of that building is the report's.</summary>
    private static async Task<(Stats Stats, double ServiceCores, double GeneratorCores)> Report(
        BenchRun run, OpsWeb service, ImmutableArray<string> buildings, Sightings seen, CancellationToken cancel)
    {
        const int linesMax = 64;
        var (warmUp, during) = (run.For(10, quick: 4), run.For(30, quick: 5));
        var rate = EntriesPerSecond / EntriesPerReport;
        var unseen = (int)(rate * warmUp.TotalSeconds); // the first reports only warm everything up
        string[] shuffled = [.. buildings];
        new Random(run.Seed).Shuffle(shuffled);
        var bodies = ReportBodies.OnePerBuilding(shuffled[..(unseen + (int)(rate * during.TotalSeconds))], run.Seed);
        var surge = ReportSurge.To(service.Program.Address, OpsWeb.ReportsPath, bodies, CommandKeys.ForNewRun(run.Seed), linesMax, (number, answer) =>
        {
            if (number >= unseen) seen.Answered(shuffled[number], JsonDocument.Parse(answer.Body).RootElement.GetProperty("caseId").GetString()!);
        });
        var timed = surge with
        {
            Run = context =>
            {
                if (context.Number >= unseen) seen.Sent(shuffled[context.Number]);
                return surge.Run(context);
            },
            WarmUp = warmUp,
            Load = [LoadSimulation.InjectPerSecond(rate, during, Spacing.Even)],
        };
        run.Say($"{rate:#,0} reports/s for {during.TotalSeconds:0} s");
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var (serviceBefore, selfBefore, begun) = (service.Program.ProcessorTime, self.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        var stats = await run.Run(timed, cancel);
        self.Refresh();
        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        return (stats, (service.Program.ProcessorTime - serviceBefore) / elapsed, (self.TotalProcessorTime - selfBefore) / elapsed);
    }
}

/// <summary>What boards saw of reports, and what that cost.</summary>
/// <param name="Escalations">From a red report's row to its escalation, over all boards.</param>
/// <param name="Tiles">From a report's row to its building's tile, over all boards.</param>
/// <param name="Unseen">Tiles that boards should have been sent and were not.</param>
internal sealed record WatchedReports(
    Latency Escalations, Latency Tiles, Stats Stats, long Gaps, long Unseen, int EscalationsSeen, double ServiceCores, double GeneratorCores);
