using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>
/// The lanes of one realm instance, one per partition: a lane hands over what gathered while its previous batch was being committed, so a lone command
/// waits for nothing and a crowd shares one commit. Knows no store; whoever writes takes batches and tells the callers.
/// </summary>
internal sealed class GroupCommit(TimeProvider time) : IDisposable
{
    public const int LaneCount = 2;

    /// <summary>Commands in one transaction.</summary>
    public const int BatchCommandsMax = 500;

    /// <summary>Commands waiting in one lane; one more is answered 503 at once.</summary>
    public const int QueuedCommandsMax = 20_000;

    /// <summary>How long a command may take from entering its lane to its answer.</summary>
    public static readonly TimeSpan CommandWaitMax = TimeSpan.FromSeconds(1.5);

    private readonly Lock gate = new();
    private readonly Queue<QueuedAppend>[] lanes = [new(), new()];
    private readonly List<QueuedAppend>[] flying = [[], []];
    private readonly SemaphoreSlim work = new(0, 1);
    private bool idle, called, closed;

    /// <summary>Closed, and nothing waits any more.</summary>
    public bool IsFinished
    {
        get
        {
            lock (gate) return closed && lanes[0].Count == 0 && lanes[1].Count == 0;
        }
    }

    /// <summary>Puts a command into its lane.</summary>
    public ValueTask<AppendAnswer> Enqueue(AppendRequest request)
    {
        var queued = new QueuedAppend(request, time.GetTimestamp());
        lock (gate)
        {
            var lane = lanes[(int)request.Stream.Partition];
            if (closed) queued.TrySetException(new InstanceClosedException(request.Stream.Instance));
            else if (lane.Count >= QueuedCommandsMax) queued.TrySetException(new JournalUnavailableException("the journal's queue is full"));
            else
            {
                lane.Enqueue(queued);
                Wake();
            }
        }
        return new(queued.Task);
    }

    /// <summary>Takes the lane's next batch; the batch before it counts as landed. Empty when nothing waits.</summary>
    public IReadOnlyList<QueuedAppend> Take(Partition partition)
    {
        lock (gate)
        {
            var (lane, batch) = (lanes[(int)partition], flying[(int)partition]);
            batch.Clear();
            while (batch.Count < BatchCommandsMax && lane.TryDequeue(out var queued))
                if (!queued.Task.IsCompleted) batch.Add(queued);
            return batch;
        }
    }

    /// <summary>Makes the writer look round although no command came.</summary>
    public void Call()
    {
        lock (gate)
        {
            called = true;
            Wake();
        }
    }

    /// <summary>Blocks the writer's thread until something waits.</summary>
    public void WaitForWork()
    {
        if (!AnyWork()) work.Wait();
    }

    /// <summary>Completes when something waits.</summary>
    public Task WaitForWorkAsync() => AnyWork() ? Task.CompletedTask : work.WaitAsync();

    /// <summary>Answers everything queued and in flight with the store's failure.</summary>
    public void FailAll(Exception failure)
    {
        List<QueuedAppend> failed;
        lock (gate)
        {
            failed = [.. flying[0], .. flying[1], .. lanes[0], .. lanes[1]];
            foreach (var lane in lanes) lane.Clear();
            foreach (var batch in flying) batch.Clear();
        }
        foreach (var queued in failed) queued.TrySetException(failure);
    }

    /// <summary>Answers whoever has waited too long; called a few times a second, for a commit that hangs in the disk.</summary>
    public void FailOverdue()
    {
        List<QueuedAppend>? overdue = null;
        lock (gate)
        {
            foreach (var waiting in (ReadOnlySpan<IEnumerable<QueuedAppend>>)[flying[0], flying[1], lanes[0], lanes[1]])
                foreach (var queued in waiting)
                {
                    if (time.GetElapsedTime(queued.EnteredAt) < CommandWaitMax) break; // they stand in the order they came
                    if (!queued.Task.IsCompleted) (overdue ??= []).Add(queued);
                }
        }
        if (overdue is null) return;
        var failure = new JournalUnavailableException("the journal's disk did not answer in time");
        foreach (var queued in overdue) queued.TrySetException(failure);
    }

    /// <summary>Takes no more commands; what is queued is still written.</summary>
    public void Close()
    {
        lock (gate)
        {
            (closed, called) = (true, true);
            Wake();
        }
    }

    public void Dispose() => work.Dispose();

    private void Wake()
    {
        if (!idle) return;
        idle = false;
        work.Release();
    }

    private bool AnyWork()
    {
        lock (gate)
        {
            var any = called || lanes[0].Count > 0 || lanes[1].Count > 0;
            called = false;
            idle = !any;
            return any;
        }
    }
}
