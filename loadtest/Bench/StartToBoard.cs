using GridActors.LoadTest.Stores;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Times the built program from its exec to what a board that has been waiting for it sees.</summary>
internal sealed class StartToBoard : IAsyncDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource patience;
    private readonly long begun = TimeProvider.System.GetTimestamp();
    private readonly TaskCompletionSource<long> cards = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BoardClient? board;

    private StartToBoard(BenchRun run, DistrictPlace place, string demo, CancellationToken cancel)
    {
        patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GiveUpAfter);
        Program = ChildProgram.Start(run.OpsWebAssembly, [.. place.Arguments, "--demo", demo]);
    }

    /// <summary>Runs until this is disposed of, which kills it.</summary>
    public ChildProgram Program { get; }

    /// <summary>Starts it and a board that tries until it is let in.</summary>
    public static async Task<StartToBoard> Begin(BenchRun run, DistrictPlace place, string demo, CancellationToken cancel)
    {
        var start = new StartToBoard(run, place, demo, cancel);
        try
        {
            start.board = await start.Connected();
            return start;
        }
        catch
        {
            await start.DisposeAsync();
            throw;
        }
    }

    /// <summary>Seconds until the first snapshot with cases in it.</summary>
    public async Task<double> Snapshot() => Seconds(await cards.Task.WaitAsync(patience.Token));

    /// <summary>Seconds until the first change.</summary>
    public async Task<double> Change() => Seconds(await changed.Task.WaitAsync(patience.Token));

    public async ValueTask DisposeAsync()
    {
        if (board is not null) await board.DisposeAsync();
        await Program.DisposeAsync();
        patience.Dispose();
    }

    private double Seconds(long at) => TimeProvider.System.GetElapsedTime(begun, at).TotalSeconds;

    private void Pushed(BoardPush push)
    {
        if (push.Cards.Length > 0) cards.TrySetResult(push.DecodedAt);
        if (push.Entries > 0) changed.TrySetResult(push.DecodedAt);
    }

    /// <summary>A board that is refused while the service starts tries again, as a browser does, only sooner.</summary>
    private async Task<BoardClient> Connected()
    {
        while (true)
        {
            Program.ThrowIfEnded();
            var trying = new BoardClient(Program.Address) { Pushed = Pushed };
            try
            {
                await trying.Connect(patience.Token);
                await trying.Watch(OpsWeb.Realm, "district", patience.Token);
                return trying;
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                await trying.DisposeAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
            }
        }
    }
}
