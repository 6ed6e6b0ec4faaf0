using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>From exec of the built program on an empty data folder to the first snapshot of the demo with cases in it, and to its first change.</summary>
internal static class StartBench
{
    private const double MustSeconds = 5;
    private const double AimSeconds = 3;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        var rounds = run.Quick ? 1 : 5;
        var snapshots = new List<double>();
        var changes = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var (snapshot, change) = await Once(run, cancel);
            run.Say($"start {round} of {rounds}: board after {snapshot:0.00} s, first change after {change:0.00} s");
            snapshots.Add(snapshot);
            changes.Add(change);
        }

        run.Add(new("start.board", Median(snapshots), "s", Bound.UpTo(MustSeconds), Bound.UpTo(AimSeconds)));
        run.Add(new("start.board.worst", snapshots.Max(), "s"));
        run.Add(new("start.first-change", Median(changes), "s"));
    }

    private static async Task<(double Snapshot, double Change)> Once(BenchRun run, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GiveUpAfter);
        var begun = TimeProvider.System.GetTimestamp();
        await using var program = ChildProgram.Start(run.OpsWebAssembly, "--data", run.Folder("start").FullName, "--demo", "on");
        var cards = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var changed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var board = await Connected(program, Pushed, patience.Token);
        return (Seconds(await cards.Task.WaitAsync(patience.Token)), Seconds(await changed.Task.WaitAsync(patience.Token)));

        void Pushed(BoardPush push)
        {
            if (push.Cards.Length > 0) cards.TrySetResult(push.DecodedAt);
            if (push.Entries > 0) changed.TrySetResult(push.DecodedAt);
        }

        double Seconds(long at) => TimeProvider.System.GetElapsedTime(begun, at).TotalSeconds;
    }

    /// <summary>A board that is refused while the service starts tries again, as a browser does, only sooner.</summary>
    private static async Task<BoardClient> Connected(ChildProgram program, Action<BoardPush> pushed, CancellationToken cancel)
    {
        while (true)
        {
            program.ThrowIfEnded();
            var board = new BoardClient(program.Address) { Pushed = pushed };
            try
            {
                await board.Connect(cancel);
                await board.Watch(OpsWeb.Realm, "district", cancel);
                return board;
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                await board.DisposeAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
            }
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
