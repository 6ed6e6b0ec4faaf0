using System.Threading.Channels;
using GridActors.OpsWeb.Board;
using GridActors.Places;

namespace GridActors.Tests.Web;

public sealed class WatcherTests
{
    [Fact]
    public async Task A_client_too_slow_for_its_queue_is_dropped_to_a_snapshot_and_its_numbers_have_no_gap()
    {
        var client = new SlowClient();
        var asked = new TaskCompletionSource<Watcher<AreaId>>();
        var watcher = new Watcher<AreaId>(1, "live", AreaId.District, null, null, client, asked.SetResult);
        watcher.Start(new(PushKind.Snapshot, []));
        Assert.Equal((PushKind.Snapshot, 0L), await client.Next());

        // the first is on its way, as many as the queue holds wait, and the rest find no room; nobody waits for the client
        for (var n = 0; n < Watcher<AreaId>.QueuedPushesMax + 10; n++) watcher.Send(new(PushKind.Changes, []));
        client.Released.SetResult();
        Assert.Same(watcher, await asked.Task.WaitAsync(BoardWatch.PatienceMax, TestContext.Current.CancellationToken));
        watcher.Start(new(PushKind.Snapshot, []));
        watcher.Send(new(PushKind.Changes, []));

        var heard = new List<(PushKind Kind, long N)>();
        while (!heard.Exists(push => push.Kind == PushKind.Snapshot) || heard[^1].Kind == PushKind.Snapshot) heard.Add(await client.Next());
        Assert.Equal(Enumerable.Range(1, heard.Count).Select(n => (long)n), heard.Select(push => push.N));
        Assert.InRange(heard.FindIndex(push => push.Kind == PushKind.Snapshot), 0, Watcher<AreaId>.QueuedPushesMax);
        watcher.End();
    }

    /// <summary>Takes its second push only when it is released.</summary>
    private sealed class SlowClient : IPushClient
    {
        private readonly Channel<(PushKind, long)> heard = Channel.CreateUnbounded<(PushKind, long)>();

        public TaskCompletionSource Released { get; } = new();

        public async Task<(PushKind, long)> Next() =>
            await heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(BoardWatch.PatienceMax, TestContext.Current.CancellationToken);

        public Task Snapshot(BoardPush push) => Hear(push);

        public async Task Changes(BoardPush push)
        {
            await Released.Task;
            await Hear(push);
        }

        public Task Heartbeat(BoardPush push) => Hear(push);

        private Task Hear(BoardPush push)
        {
            heard.Writer.TryWrite((push.Body.Kind, push.N));
            return Task.CompletedTask;
        }
    }
}
