using System.Net.Http.Json;
using System.Text.Json;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>VmRSS of the service with every building, cell and responder of the district active and 100,000 open cases.</summary>
internal static class MemoryBench
{
    private const int OpenCases = 100_000;
    private const double MustGb = 1.4, AimGb = 1.1;
    private const double BytesPerGb = 1e9;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        run.Add(new("empty", service.Program.ResidentBytes / BytesPerGb, "GB"));
        var buildings = await service.Buildings(cancel);
        var cases = run.Quick ? OpenCases / 20 : OpenCases;
        run.Say($"opening {cases:#,0} cases");
        using var crowd = new Crowd(run, service);
        await crowd.Report(ReportBodies.Draw(buildings, cases, run.Seed), cancel);
        await service.CaughtUp(run.For(300, quick: 60), cancel);
        run.Add(new("cases", service.Program.ResidentBytes / BytesPerGb, "GB"));

        run.Say("rousing every building, cell and responder");
        using var patient = new HttpClient { BaseAddress = service.Program.Address, Timeout = TimeSpan.FromMinutes(10) };
        using var answer = await patient.PostAsync(new Uri($"/api/realms/{OpsWeb.Realm}/rouse", UriKind.Relative), content: null, cancel);
        answer.EnsureSuccessStatusCode();
        var roused = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        foreach (var kind in roused.EnumerateObject()) run.Add(new($"{kind.Name}", kind.Value.GetDouble(), "active"));

        // After the rush the collector needs a moment to give back what it does not need; the figure is what stays.
        await service.CaughtUp(run.For(60, quick: 20), cancel);
        await Task.Delay(run.For(15, quick: 3), TimeProvider.System, cancel);
        run.Add(new("all-active", service.Program.ResidentBytes / BytesPerGb, "GB", Bound.UpTo(MustGb), Bound.UpTo(AimGb)));
    }
}
