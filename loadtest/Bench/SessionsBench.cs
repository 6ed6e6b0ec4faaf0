using System.Net.Http.Json;
using GridActors.LoadTest.Cli;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Sessions;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Live SignalR sessions on one web node, boards that each watch a cell or phones with an inbox each, held by several processes because each may have 20,000 files; so may the
/// service. What one takes is the difference of the service's VmRSS, after the first few have paid for what is paid once.
/// </summary>
internal static class SessionsBench
{
    private const int Sessions = 19_000;
    private const int QuickSessions = 2_000;
    private const int HolderMax = 4_750;
    private const int FirstFew = 200;
    private const int SubjectsMax = 100;
    private const double MustKilobytes = 30;
    private const double BytesPerKilobyte = 1024;

    public static Task Boards(BenchRun run, CancellationToken cancel) => Run(run, phones: false, cancel);

    public static Task Phones(BenchRun run, CancellationToken cancel) => Run(run, phones: true, cancel);

    private static async Task Run(BenchRun run, bool phones, CancellationToken cancel)
    {
        var wanted = run.Quick ? QuickSessions : Sessions;
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        var cells = (await service.Buildings(cancel)).Select(building => building[..building.LastIndexOf('-')]).Distinct();
        string[] subjects = phones ? [.. cells.Select(cell => $"worker-{cell}-1")] : [.. cells.Take(SubjectsMax)];
        var holders = new List<ChildProgram>();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            for (var room = wanted; room > 0; room -= HolderMax)
                holders.Add(await BenchRun.StartOfOurs([SessionsVerb.Name, "--target", service.Program.Address.ToString(), .. phones ? (string[])["--phones"] : [], "--subject", .. subjects], cancel));
            await Hold(http, holders[0], FirstFew, cancel);
            var before = await Settled(run, service, cancel);
            var begun = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(holders.Select((holder, n) => Hold(http, holder, Share(wanted, holders.Count, n) - (n == 0 ? FirstFew : 0), cancel)));
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            run.Say($"    begun in {seconds:0.0} s");
            var after = await Settled(run, service, cancel);
            var held = await Task.WhenAll(holders.Select(holder => Held(http, holder, cancel)));
            Conclude(run, wanted, held, (after - before) / BytesPerKilobyte, seconds);
        }
        finally
        {
            foreach (var holder in holders) await holder.DisposeAsync();
        }
    }

    private static int Share(int wanted, int holders, int n) => wanted / holders + (n < wanted % holders ? 1 : 0);

    private static void Conclude(BenchRun run, int wanted, HeldSessions[] held, double kilobytes, double seconds)
    {
        var live = held.Sum(holder => holder.Live);
        foreach (var reason in held.SelectMany(holder => holder.Failed).Distinct().Take(3)) run.Say($"    a session failed: {reason}");
        run.Add(new("live", live, "sessions", Bound.AtLeast(wanted)));
        run.Add(new("each", kilobytes / Math.Max(1, live - FirstFew), "KB", Bound.UpTo(MustKilobytes)));
        run.Add(new("begun", (wanted - FirstFew) / seconds, "/s"));
    }

    /// <summary>The service's VmRSS when it has had a moment to rest.</summary>
    private static async Task<double> Settled(BenchRun run, OpsWeb service, CancellationToken cancel)
    {
        await Task.Delay(run.For(20, quick: 4), TimeProvider.System, cancel);
        service.Program.ThrowIfEnded();
        return service.Program.ResidentBytes;
    }

    internal static async Task Hold(HttpClient http, ChildProgram holder, int count, CancellationToken cancel)
    {
        using var answer = await http.PostAsync(new Uri(holder.Address, $"/hold?count={count}"), content: null, cancel);
        answer.EnsureSuccessStatusCode();
    }

    internal static async Task<HeldSessions> Held(HttpClient http, ChildProgram holder, CancellationToken cancel) =>
        (await http.GetFromJsonAsync<HeldSessions>(new Uri(holder.Address, "/held"), cancel))!;
}
