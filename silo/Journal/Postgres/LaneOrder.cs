using GridActors.Journal;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// Live goes first: while one of its batches is on its way, a batch of another instance waits for it, but never longer than a few commits take: a demo in a
/// surge is slow, not dead.
/// </summary>
internal sealed class LaneOrder(TimeProvider time)
{
    /// <summary>How long a batch of another instance steps back.</summary>
    private static readonly TimeSpan StepBackMax = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private TaskCompletionSource? live;
    private int flying;

    /// <summary>Completes when a batch of the instance may begin.</summary>
    public async ValueTask Turn(string instance)
    {
        if (IsLive(instance)) return;
        Task? before;
        lock (gate) before = live?.Task;
        if (before is not null) await before.WaitAsync(StepBackMax, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Begin(string instance)
    {
        if (!IsLive(instance)) return;
        lock (gate)
            if (flying++ == 0) live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void End(string instance)
    {
        if (!IsLive(instance)) return;
        TaskCompletionSource? over = null;
        lock (gate)
            if (--flying == 0) (over, live) = (live, null);
        over?.TrySetResult();
    }

    private static bool IsLive(string instance) => instance == RealmKind.Live.Code();
}
