using GridActors.LoadTest.Report;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// From exec to the first snapshot on a journal of 1,000,000 events, a tenth of whose cases are open: after a kill, with what the service had set aside for itself
/// (board checkpoints), and once on the bare journal, as after a restore.
/// </summary>
internal static class RestartBench
{
    private const double MustSeconds = 10;
    private const double AimSeconds = 3;

    public static async Task Run(BenchRun whole, CancellationToken cancel)
    {
        var run = whole.In(whole.FullJournal.Name);
        await using var place = await run.Filled.Copy(run, run.FullJournal, cancel);
        double bare;
        await using (var first = await StartToBoard.Begin(run, place, "quiet", cancel))
        {
            bare = await first.Snapshot();
            await first.Program.Stop(cancel);
        }

        var rounds = run.Quick ? 1 : 3;
        var killed = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            await using var again = await StartToBoard.Begin(run, place, "quiet", cancel);
            killed.Add(await again.Snapshot());
            run.Say($"restart {round} of {rounds}: {killed[^1]:0.00} s");
        }

        run.Add(new("board", StartBench.Median(killed), "s", Bound.UpTo(MustSeconds), Bound.UpTo(AimSeconds)));
        run.Add(new("board.worst", killed.Max(), "s"));
        run.Add(new("board.bare", bare, "s", Bound.UpTo(MustSeconds)));
    }
}
