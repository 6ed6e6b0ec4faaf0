using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Wire;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// The whole district reports at once: 57,000 people, all wanting to be heard in the same second, over as many connections as a proxy would keep. Who is told to
/// come again does, with the same key; one in a hundred sends twice although he was answered. Then the journal is read: none lost, none twice.
/// </summary>
internal static class SurgeBench
{
    private const int People = 57_000;
    private const int Connections = 512;
    private const int ImpatientEvery = 100;
    private const double MustSeconds = 15, AimSeconds = 8;

    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromMilliseconds(200);

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        var bodies = ReportBodies.Draw(await service.Buildings(cancel), ReportSurge.BodiesMax, run.Seed);
        await new Subject(Subject.Service, service.Program, OpsWeb.ReportsPath, bodies, CommandKeys.ForNewRun(run.Seed)).Closed(
            run, Subject.Widths[1], run.For(5, quick: 2), TimeSpan.Zero, cancel);
        await service.CaughtUp(run.For(60, quick: 20), cancel);
        var before = await service.JournalPosition(cancel);
        run.Say($"{People:#,0} people report");
        var crowd = new Surge(service.Program.Address, [.. bodies.Select(body => PreparedRequest.Post(service.Program.Address.Authority, OpsWeb.ReportsPath, body))], run.Seed);
        var seconds = await crowd.Report(cancel);
        run.Add(new("seconds", seconds, "s", Bound.UpTo(MustSeconds), Bound.UpTo(AimSeconds)));
        run.Add(new("rate", People / seconds, "/s"));
        run.Add(new("p50", crowd.Latency.P50, "ms"));
        run.Add(new("p99", crowd.Latency.P99, "ms"));
        run.Add(new("told-to-come-again", crowd.ComeAgain, "answers"));
        var tally = ReportedTally.Of(crowd.Told, await service.ReportedCases(before, cancel));
        run.Add(new("lost", tally.Lost, "reports", Must: Bound.UpTo(0)));
        run.Add(new("twice", tally.Twice, "reports", Must: Bound.UpTo(0)));
        if (run.Quick) return;
        var limit = TimeSpan.FromMinutes(2);
        run.Add(new("drain", (await service.CaughtUp(limit, cancel) ?? limit).TotalSeconds, "s"));
    }

    private sealed class Surge(Uri service, PreparedRequest[] requests, int seed)
    {
        private readonly string?[] told = new string?[People];
        private readonly Figures figures = new("surge");
        private readonly CommandKeys keys = CommandKeys.ForNewRun(seed);
        private long comeAgain;

        /// <summary>The case of every person's report.</summary>
        public IReadOnlyCollection<string> Told => told!;

        /// <summary>From the start of the surge to a person's answer.</summary>
        public Latency Latency => figures.Snapshot(TimeSpan.Zero).Ok.Latency;

        public long ComeAgain => Interlocked.Read(ref comeAgain);

        /// <summary>Everybody reports; answers how many seconds passed until the last was answered.</summary>
        public async Task<double> Report(CancellationToken cancel)
        {
            using var lines = new LinePool(new IPEndPoint(IPAddress.Loopback, service.Port), Connections);
            var begun = Stopwatch.StartNew();
            await Parallel.ForAsync(0, People, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancel }, async (person, _) =>
            {
                told[person] = await Answered(lines, person, cancel);
                figures.Record(begun.Elapsed, Response.Ok());
                if (person % ImpatientEvery == 0 && await Answered(lines, person, cancel) != told[person])
                    throw new InvalidOperationException("a report that was sent twice became two cases");
            });
            return begun.Elapsed.TotalSeconds;
        }

        private async Task<string> Answered(LinePool lines, int person, CancellationToken cancel)
        {
            while (true)
            {
                var answer = await lines.Send(requests[person % requests.Length].WithKey(keys.Of(person)), cancel);
                if (answer.Status == (int)HttpStatusCode.Created) return JsonDocument.Parse(answer.Body).RootElement.GetProperty("caseId").GetString()!;
                if (answer.Status is not ((int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.TooManyRequests))
                    throw new InvalidOperationException($"a report was answered {answer.Status}");
                Interlocked.Increment(ref comeAgain);
                await Task.Delay(ComeAgainAfter, TimeProvider.System, cancel);
            }
        }
    }
}
