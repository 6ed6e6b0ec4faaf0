using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Phones of the workers of some communities, who get every report's task: from <c>recordedAt</c> of a report's row until a phone's handler held its task; from the press of 收到 on one phone until a
/// board held the acknowledged card; and everybody's inbox opened again at once, as after an outage.
/// </summary>
internal static class FieldBench
{
    private const int Phones = 1_000;
    private const int Returning = 5_000, QuickReturning = 1_000;
    private const int LinesMax = 64;
    private const int AcknowledgedEvery = 25;
    private const double ReportsPerSecond = 500;
    private const double TaskP95Must = 1_000, BoardP95Must = 1_000, BackMust = 10;
    private const string Orange = "orange";

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        var buildings = await service.Buildings(cancel);
        var cells = buildings.Select(CellOf).Distinct().ToList();
        await Tasks(run, service, [.. buildings.Where(building => cells.IndexOf(CellOf(building)) < Phones)], [.. cells.Take(Phones)], cancel);
        await Back(run, service, cells, cancel);
    }

    private static async Task Tasks(BenchRun run, OpsWeb service, IReadOnlyList<string> buildings, IReadOnlyList<string> cells, CancellationToken cancel)
    {
        var seen = new FirstSights();
        var acknowledged = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var answers = new Figures("acknowledge");
        run.Say($"connecting {cells.Count} phones and a board");
        await using var board = new BoardClient(service.Program.Address);
        board.Pushed = push =>
        {
            foreach (var card in push.Cards)
                if (card.State == "inHand" && acknowledged.TryRemove(card.CaseId, out var since)) answers.Record(TimeProvider.System.GetElapsedTime(since, push.DecodedAt), Response.Ok());
        };
        await board.Connect(cancel);
        await board.Watch(OpsWeb.Realm, "district", cancel);
        await using var phones = await PhoneCrowd.Open(service, [.. cells.Select(WorkerOf)], cancel);
        var tasks = 0L;
        phones.Pushed = (responder, push) =>
        {
            foreach (var task in push.Tasks)
            {
                if (!seen.Saw(task.CaseId, push.DecodedAt)) continue;
                if (Interlocked.Increment(ref tasks) % AcknowledgedEvery == 0) _ = Acknowledge(service, responder, task, acknowledged, cancel);
            }
        };
        var (warmUp, during) = (run.For(8, quick: 4), run.For(30, quick: 6));
        var before = await service.JournalPosition(cancel);
        var draw = new Random(run.Seed);
        var bodies = Enumerable.Range(0, (int)(ReportsPerSecond * (warmUp + during).TotalSeconds) + 1)
            .Select(number => ReportBodies.Of(ReportBodies.One(buildings[draw.Next(buildings.Count)], number, run.Seed) with { Category = "hazard", Severity = Orange })).ToArray();
        var surge = ReportSurge.To(service.Program.Address, OpsWeb.ReportsPath, [.. bodies], CommandKeys.ForNewRun(run.Seed), LinesMax) with
        {
            WarmUp = warmUp,
            Load = [LoadSimulation.InjectPerSecond(ReportsPerSecond, during, Spacing.Even)],
        };
        run.Say($"{ReportsPerSecond:#,0} reports/s for {during.TotalSeconds:0} s");
        var processor = service.Program.ProcessorTime;
        var stats = await run.Run(surge, cancel);
        await service.CaughtUp(run.For(20, quick: 10), cancel);
        await Task.Delay(run.For(2, quick: 1), TimeProvider.System, cancel);
        var recordedAt = await service.ReportedAfter(before, cancel);
        var latency = seen.Since(recordedAt);
        run.Add(new("task.p50", latency.P50, "ms"));
        run.Add(new("task.p95", latency.P95, "ms", Bound.UpTo(TaskP95Must)));
        run.Add(new("task.p99", latency.P99, "ms"));
        run.Add(new("task.unseen", recordedAt.Keys.Count(caseId => !seen.Has(caseId)), "tasks", Must: Bound.UpTo(0)));
        var onBoard = answers.Snapshot(TimeSpan.Zero).Ok.Latency;
        run.Add(new("acknowledged.p95", onBoard.P95, "ms", Bound.UpTo(BoardP95Must)));
        run.Add(new("acknowledged.unseen", acknowledged.Count, "cards", Must: Bound.UpTo(0)));
        run.Add(new("reports", stats.Ok.PerSecond, "/s"));
        run.Add(new("gaps", phones.Gaps, "pushes", Must: Bound.UpTo(0)));
        run.Add(new("service.cores", (service.Program.ProcessorTime - processor) / (warmUp + during), "cores"));
    }

    private static async Task Acknowledge(OpsWeb service, string responder, FieldTask task, ConcurrentDictionary<string, long> pressed, CancellationToken cancel)
    {
        pressed[task.CaseId] = TimeProvider.System.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/tasks/{task.TaskId}/acknowledge?realm={OpsWeb.Realm}", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", $"bench-acknowledge-{task.TaskId}");
        request.Content = JsonContent.Create(new { responder, deviceAt = TimeProvider.System.GetUtcNow() });
        using var answer = await service.Http.SendAsync(request, cancel);
        if (!answer.IsSuccessStatusCode) pressed.TryRemove(task.CaseId, out _); // somebody else has it by now: nothing to be seen
    }

    /// <summary>Everybody's phone comes back in the same moment.</summary>
    private static async Task Back(BenchRun run, OpsWeb service, List<string> cells, CancellationToken cancel)
    {
        var returning = cells.Take(run.Quick ? QuickReturning : Returning).Select(WorkerOf).ToList();
        run.Say($"{returning.Count:#,0} phones come back at once");
        var begun = TimeProvider.System.GetTimestamp();
        await using var phones = await PhoneCrowd.Open(service, returning, cancel);
        run.Add(new("back", TimeProvider.System.GetElapsedTime(begun).TotalSeconds, "s", Bound.UpTo(BackMust)));
        run.Add(new("back.phones", phones.Count, "phones", Bound.AtLeast(returning.Count)));
    }

    private static string CellOf(string building) => building[..building.LastIndexOf('-')];

    private static string WorkerOf(string cell) => $"worker-{cell}-1";
}
