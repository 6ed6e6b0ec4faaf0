using GridActors.LoadTest.Report;

namespace GridActors.LoadTest.Bench;

/// <summary>From exec of the built program on an empty place to the first snapshot of the demo with cases in it, and to its first change.</summary>
internal static class StartBench
{
    private const double MustSeconds = 5;
    private const double AimSeconds = 3;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        var rounds = run.Quick ? 1 : 3;
        var snapshots = new List<double>();
        var changes = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            await using var place = await run.Store.NewPlace(run.Folder("start"));
            await using var start = await StartToBoard.Begin(run, place, "on", cancel);
            snapshots.Add(await start.Snapshot());
            changes.Add(await start.Change());
            run.Say($"start {round} of {rounds}: board after {snapshots[^1]:0.00} s, first change after {changes[^1]:0.00} s");
        }

        run.Add(new("board", Median(snapshots), "s", Bound.UpTo(MustSeconds), Bound.UpTo(AimSeconds)));
        run.Add(new("board.worst", snapshots.Max(), "s"));
        run.Add(new("first-change", Median(changes), "s"));
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
