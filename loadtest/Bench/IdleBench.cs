using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Processor time of a service that only waits: 100,000 acknowledged cases and 1,000 that have climbed to the district and alarm.</summary>
internal static class IdleBench
{
    private const int Acknowledged = 100_000;
    private const int Alarming = 1_000;
    private const double MustShare = 5, AimShare = 3;

    /// <summary>Realm seconds a second while cases climb.</summary>
    private const double ClimbRate = 600;

    private static readonly TimeSpan ClimbMax = TimeSpan.FromMinutes(3);

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await Task.Delay(run.For(10, quick: 3), TimeProvider.System, cancel); // what follows a start is not idleness
        var empty = await Share(run, service, cancel);
        run.Add(new("empty", empty, "% of a core"));

        var buildings = await service.Buildings(cancel);
        using var crowd = new Crowd(run, service);
        await Alarm(run, service, crowd, ReportBodies.DrawUrgent(buildings, run.Quick ? Alarming / 10 : Alarming, run.Seed), cancel);
        await service.SetRate(1, cancel);

        run.Say("opening and acknowledging");
        var cases = await crowd.Report(ReportBodies.Draw(buildings, run.Quick ? Acknowledged / 20 : Acknowledged, run.Seed + 1), cancel);
        await service.CaughtUp(run.For(300, quick: 60), cancel);
        await crowd.Command(cases, "acknowledge", new { desk = "load test" }, cancel);
        await service.CaughtUp(run.For(300, quick: 60), cancel);
        run.Add(new("acknowledged", cases.Count, "cases"));

        await Task.Delay(run.For(10, quick: 2), TimeProvider.System, cancel);
        run.Add(new("share", await Share(run, service, cancel), "% of a core", Bound.UpTo(MustShare), Bound.UpTo(AimShare)));
    }

    private static async Task Alarm(BenchRun run, OpsWeb service, Crowd crowd, System.Collections.Immutable.ImmutableArray<byte[]> bodies, CancellationToken cancel)
    {
        run.Say($"letting {bodies.Length:#,0} cases climb to the district");
        await crowd.Report(bodies, cancel);
        await service.SetRate(ClimbRate, cancel);
        var begun = TimeProvider.System.GetTimestamp();
        var alarming = 0;
        while (alarming < bodies.Length && TimeProvider.System.GetElapsedTime(begun) < ClimbMax)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancel);
            alarming = await Overdue(service, cancel);
        }

        run.Add(new("alarming", alarming, "cases"));
    }

    private static async Task<int> Overdue(OpsWeb service, CancellationToken cancel)
    {
        await using var board = new BoardClient(service.Program.Address);
        await board.Connect(cancel);
        await board.Watch(OpsWeb.Realm, "district", cancel);
        return (await board.FirstSnapshot.WaitAsync(cancel)).Counters.Sum(street => street.Overdue);
    }

    private static async Task<double> Share(BenchRun run, OpsWeb service, CancellationToken cancel)
    {
        var during = run.For(60, quick: 5);
        run.Say($"idle for {during.TotalSeconds:0} s");
        var (before, begun) = (service.Program.ProcessorTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(during, TimeProvider.System, cancel);
        return 100 * ((service.Program.ProcessorTime - before) / TimeProvider.System.GetElapsedTime(begun));
    }
}
