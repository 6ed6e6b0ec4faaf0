using GridActors.LoadTest.Cli;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Sessions;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Every building's head opens the inbox once, in waves of as many as one node may hold, spread over client processes: connected, has the snapshot, leaves. None may be refused.
/// </summary>
internal static class HeadsBench
{
    private const int WaveMax = 19_000, QuickWaveMax = 2_000;
    private const int HolderMax = 4_750;
    private const int QuickWaves = 2;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await using var service = await run.StartOpsWeb(cancel);
        await service.SetRate(1, cancel);
        var heads = (await service.Buildings(cancel)).Select(building => $"head-{building}").ToArray();
        if (run.Quick) heads = heads[..(QuickWaves * QuickWaveMax)];
        var wave = run.Quick ? QuickWaveMax : WaveMax;
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        var (live, begun) = (0, TimeProvider.System.GetTimestamp());
        foreach (var some in heads.Chunk(wave))
        {
            var holders = await Task.WhenAll(some.Chunk(HolderMax).Select(async share => (Share: share.Length, Program: await BenchRun.StartOfOurs(
                [SessionsVerb.Name, "--target", service.Program.Address.ToString(), "--phones", "--subject", .. share], cancel))));
            try
            {
                await Task.WhenAll(holders.Select(holder => SessionsBench.Hold(http, holder.Program, holder.Share, cancel)));
                var held = await Task.WhenAll(holders.Select(holder => SessionsBench.Held(http, holder.Program, cancel)));
                live += held.Sum(one => one.Live);
                foreach (var reason in held.SelectMany(one => one.Failed).Distinct().Take(3)) run.Say($"    a session failed: {reason}");
                run.Say($"    {live:#,0} of {heads.Length:#,0} heads");
            }
            finally
            {
                foreach (var holder in holders) await holder.Program.DisposeAsync();
            }
        }
        run.Add(new("opened", live, "inboxes", Bound.AtLeast(heads.Length)));
        run.Add(new("rate", live / TimeProvider.System.GetElapsedTime(begun).TotalSeconds, "/s"));
    }
}
