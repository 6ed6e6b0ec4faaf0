using GridActors.Silo.Journal.Postgres;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Live goes before all others, and nobody waits for it for ever.</summary>
public sealed class LaneOrderTests
{
    [Fact]
    public async Task A_demos_batch_waits_for_lives()
    {
        var order = new LaneOrder(new StoppedTime());
        order.Begin("live");
        order.Begin("live");
        var turn = order.Turn("demo-0001").AsTask();
        Assert.True(order.Turn("live").AsTask().IsCompleted);
        order.End("live");
        Assert.False(turn.IsCompleted);
        order.End("live");
        await turn;
        Assert.True(order.Turn("demo-0001").AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_demos_batch_steps_back_for_a_moment_only()
    {
        var order = new LaneOrder(TimeProvider.System);
        order.Begin("live");
        await order.Turn("demo-0001"); // although live's batch never ends
    }

    /// <summary>No timer ever fires.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
