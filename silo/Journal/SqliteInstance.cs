using GridActors.Journal;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Journal;

/// <summary>One realm instance's open file: its lanes, the one thread that writes it, the tails of its partitions and its readers.</summary>
internal sealed partial class SqliteInstance : IAsyncDisposable
{
    /// <summary>Writes of other tables waiting; one more is refused at once.</summary>
    private const int QueuedWritesMax = 10_000;

    /// <summary>Tries to empty the write-ahead log while others read it; writes get in between.</summary>
    private const int EmptyWalTriesMax = 20;

    private readonly SqliteWriter writer;
    private readonly GroupCommit commits;
    private readonly WalMover wal;
    private readonly JournalTail[] tails = [new(), new()];
    private readonly Queue<TableWrite> writes = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string, DateTimeOffset> armed;
    private readonly ILogger log;

    public SqliteInstance(string instance, string path, TimeProvider time, Action<string, DateTimeOffset> armed, ILogger log)
    {
        (Instance, this.armed, this.log) = (instance, armed, log);
        writer = new(instance, path, time);
        commits = new(time);
        wal = new(instance, path, failure => LogMoveFailed(instance, failure.Message));
        Reader = new(instance, path);
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed]) tails[(int)partition].Reset(writer.Head(partition));
    }

    public string Instance { get; }

    public SqliteReader Reader { get; }

    public JournalTail Tail(Partition partition) => tails[(int)partition];

    public ValueTask<AppendAnswer> Append(AppendRequest request) => commits.Enqueue(request);

    /// <summary>Answers whoever has waited too long and lets the readers look again; called a few times a second.</summary>
    public void Tick()
    {
        commits.FailOverdue();
        foreach (var tail in tails) tail.Pulse();
    }

    /// <summary>Mints a new epoch; before <see cref="Start"/>.</summary>
    public void RenewEpoch()
    {
        writer.Write(SqliteWriter.RenewEpoch);
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed]) tails[(int)partition].Reset(writer.Head(partition));
    }

    /// <summary>Begins to write.</summary>
    public void Start() => new Thread(WriteUntilClosed) { IsBackground = true, Name = $"journal {Instance}" }.Start();

    /// <summary>Writes other tables in a transaction of its own, on the writer's thread.</summary>
    /// <exception cref="JournalUnavailableException">The store failed or too many writes wait.</exception>
    public Task Write(Action<SqliteFile> write) => Queue(new(() => writer.Write(write)));

    /// <summary>Moves the write-ahead log into the file and empties it, so that nothing erased lingers there.</summary>
    public async Task EmptyWal()
    {
        var emptied = false;
        for (var tries = 0; !emptied && tries < EmptyWalTriesMax; tries++) await Queue(new(() => emptied = writer.TryEmptyWal()));
        if (!emptied) LogMoveFailed(Instance, "somebody reads it");
    }

    /// <summary>Writes what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        commits.Close();
        await stopped.Task;
        Reader.Dispose();
        commits.Dispose();
    }

    private Task Queue(TableWrite queued)
    {
        lock (writes)
        {
            if (writes.Count >= QueuedWritesMax) return Task.FromException(new JournalUnavailableException("the journal's queue is full"));
            writes.Enqueue(queued);
        }
        commits.Call();
        return stopped.Task.IsCompleted ? Task.FromException(new InstanceClosedException(Instance)) : queued.Task;
    }

    private void WriteUntilClosed()
    {
        do
        {
            commits.WaitForWork();
            WriteTables();
            WriteBatch(Partition.Open);
            WriteBatch(Partition.Sealed);
        }
        while (!commits.IsFinished);
        wal.Dispose();
        try
        {
            writer.Dispose();
        }
        catch (SqliteFailureException failure)
        {
            LogCloseFailed(Instance, failure);
        }
        stopped.TrySetResult();
        FailWrites(new InstanceClosedException(Instance));
    }

    private void WriteBatch(Partition partition)
    {
        var batch = commits.Take(partition);
        if (batch.Count == 0) return;
        try
        {
            var before = writer.Head(partition).Position;
            var entries = writer.Write(partition, batch);
            RaiseArmed(batch); // before anybody can hear of it: a realm's clock must not pass a deadline that was just armed
            if (entries.Count > 0) Tail(partition).Publish(entries, writer.Head(partition));
            else if (before != writer.Head(partition).Position) Tail(partition).Reset(writer.Head(partition));
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }
        foreach (var queued in batch) queued.Tell();
        MoveWal();
    }

    /// <summary>After the callers were told: a log that cannot be moved now is no reason to fail them.</summary>
    private void MoveWal()
    {
        try
        {
            wal.AfterCommit(writer.File);
        }
        catch (SqliteFailureException failure)
        {
            LogMoveFailed(Instance, failure.Message);
        }
    }

    private void RaiseArmed(IReadOnlyList<QueuedAppend> batch)
    {
        var earliest = DateTimeOffset.MaxValue;
        foreach (var queued in batch)
            if (queued.Failure is null && queued.Answer.Outcome == AppendOutcome.Accepted)
                foreach (var deadline in queued.Request.Armed)
                    if (deadline.DueAt < earliest) earliest = deadline.DueAt;
        if (earliest < DateTimeOffset.MaxValue) armed(Instance, earliest);
    }

    private void WriteTables()
    {
        while (TryDequeue(out var queued))
            try
            {
                queued.Write();
                ShowHeads();
                queued.TrySetResult();
                MoveWal();
            }
            catch (SqliteFailureException broken) when (broken.IsConstraint)
            {
                queued.TrySetException(new InvalidOperationException($"the row cannot be written: {broken.Message}", broken));
            }
            catch (Exception failure)
            {
                queued.TrySetException(Unavailable(failure));
                Fail(failure);
            }
    }

    /// <summary>Shows the readers a head that a table write changed: a new epoch, closed.</summary>
    private void ShowHeads()
    {
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed])
        {
            var (shown, now) = (Tail(partition).Head, writer.Head(partition));
            if ((shown.Position, shown.Epoch, shown.Closed) != (now.Position, now.Epoch, now.Closed)) Tail(partition).Reset(now);
        }
    }

    /// <summary>The store failed: everybody queued is told at once, and a connection that may be broken is opened anew.</summary>
    private void Fail(Exception failure)
    {
        if (failure is not SqliteFailureException { IsPassing: true }) writer.Disconnect();
        var unavailable = Unavailable(failure);
        LogWriteFailed(Instance, failure.Message);
        commits.FailAll(unavailable);
        FailWrites(unavailable);
    }

    private void FailWrites(Exception failure)
    {
        while (TryDequeue(out var queued)) queued.TrySetException(failure);
    }

    private bool TryDequeue([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TableWrite? queued)
    {
        lock (writes) return writes.TryDequeue(out queued);
    }

    private static JournalUnavailableException Unavailable(Exception failure) => new("the journal cannot be written now", failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "the journal of {Instance} cannot be written: {Reason}")]
    private partial void LogWriteFailed(string instance, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the write-ahead log of {Instance} cannot be moved into its file now: {Reason}")]
    private partial void LogMoveFailed(string instance, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the journal of {Instance} was closed without moving its WAL into the file")]
    private partial void LogCloseFailed(string instance, Exception failure);

    private sealed class TableWrite(Action write) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Action Write { get; } = write;
    }
}
