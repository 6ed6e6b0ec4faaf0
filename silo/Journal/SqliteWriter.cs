using System.Security.Cryptography;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>
/// The one connection of an instance that writes; used by the instance's writer thread only. Every write is one transaction, durable when the call
/// returns. After a failure that may have broken the connection it is opened anew before the next write.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int PageCacheKiB = 32 * 1024;

    private const int EpochBytes = 16;

    private readonly string instance, path;
    private readonly TimeProvider time;
    private readonly JournalHead[] heads = new JournalHead[GroupCommit.LaneCount];
    private readonly List<JournalEntry> written = [];
    private SqliteFile? file;
    private SqliteAppend? append;
    private SqliteStatement? changedByOthers, moveHead;
    private long seenChange;

    public SqliteWriter(string instance, string path, TimeProvider time)
    {
        (this.instance, this.path, this.time) = (instance, path, time);
        Connect();
    }

    /// <summary>The open connection.</summary>
    public SqliteFile File => file ?? throw new ObjectDisposedException(nameof(SqliteWriter));

    public JournalHead Head(Partition partition) => heads[(int)partition];

    /// <summary>
    /// Writes a batch of one partition in one transaction and sets each command's answer or failure; the callers are told by whoever called. Answers
    /// the entries written, valid until the next batch.
    /// </summary>
    /// <exception cref="SqliteFailureException">The store failed; nothing of the batch counts as written.</exception>
    public IReadOnlyList<JournalEntry> Write(Partition partition, IReadOnlyList<QueuedAppend> batch)
    {
        try
        {
            return TryWrite(partition, batch, oneByOne: false);
        }
        catch (Exception unexpected) when (unexpected is not SqliteFailureException { IsConstraint: false })
        {
            return TryWrite(partition, batch, oneByOne: true); // a command that breaks a table's rule fails alone
        }
    }

    /// <summary>Runs a write of another table in a transaction of its own.</summary>
    /// <exception cref="SqliteFailureException">The store failed; nothing was written.</exception>
    public void Write(Action<SqliteFile> write)
    {
        Begin();
        try
        {
            write(File);
            File.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
        ReadHeads();
    }

    /// <summary>Moves the write-ahead log into the file and empties it; false when a reader held it longer than a lock is waited for.</summary>
    public bool TryEmptyWal()
    {
        if (file is null) Connect();
        return File.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") == "0"; // 1 = busy
    }

    /// <summary>Drops a connection that may be broken; the next write opens it anew.</summary>
    public void Disconnect()
    {
        append?.Dispose();
        changedByOthers?.Dispose();
        moveHead?.Dispose();
        file?.Dispose();
        (append, changedByOthers, moveHead, file) = (null, null, null, null);
    }

    public void Dispose()
    {
        if (file is { InTransaction: false }) file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Disconnect();
    }

    /// <summary>Gives both partitions a new epoch.</summary>
    public static void RenewEpoch(SqliteFile file)
    {
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed])
        {
            using var renew = file.Prepare("UPDATE heads SET epoch = ? WHERE partition = ?");
            renew.Bind(1, NewEpoch()).Bind(2, partition.Code()).Run();
        }
    }

    private List<JournalEntry> TryWrite(Partition partition, IReadOnlyList<QueuedAppend> batch, bool oneByOne)
    {
        Begin();
        try
        {
            written.Clear();
            ref var head = ref heads[(int)partition];
            if (head.Closed)
            {
                foreach (var queued in batch) queued.Failure = new InstanceClosedException(instance);
                RollBack();
                return written;
            }
            append!.Start(partition, head, Instants.Truncate(time.GetUtcNow()), written);
            foreach (var queued in batch)
                if (oneByOne) WriteAlone(queued);
                else queued.Answer = append.Write(queued.Request);
            var next = head with { Position = append.Position, Hash = append.LastHash };
            if (next.Position != head.Position)
                moveHead!.Bind(1, next.Position).BindBlob(2, next.Hash.Span).Bind(3, partition.Code()).Run();
            File.Execute("COMMIT");
            head = next;
            return written;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    private void WriteAlone(QueuedAppend queued)
    {
        var mark = append!.Mark();
        File.Execute("SAVEPOINT command");
        try
        {
            queued.Answer = append.Write(queued.Request);
        }
        catch (Exception broken) when (broken is not SqliteFailureException { IsConstraint: false })
        {
            File.Execute("ROLLBACK TO command");
            append.BackTo(mark);
            queued.Failure = new InvalidOperationException($"a command on {queued.Request.Stream} cannot be written: {broken.Message}", broken);
        }
        File.Execute("RELEASE command");
    }

    private void Begin()
    {
        if (file is null) Connect();
        File.Execute("BEGIN IMMEDIATE");
        var change = ChangeCount();
        if (change == seenChange) return;
        seenChange = change;
        append!.ForgetAll();
        ReadHeads();
    }

    private void RollBack()
    {
        append?.ForgetAll();
        if (file is not { InTransaction: true }) return; // SQLite rolled back by itself
        try
        {
            File.Execute("ROLLBACK");
        }
        catch (SqliteFailureException)
        {
            Disconnect();
        }
    }

    private void Connect()
    {
        var opened = SqliteFile.ForWriting(path);
        try
        {
            opened.Execute(
                $"""
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0;
                PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{PageCacheKiB}; PRAGMA temp_store = MEMORY;
                """);
            opened.Execute("BEGIN IMMEDIATE");
            JournalFormat.Bring(opened, path);
            foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed])
            {
                using var first = opened.Prepare("INSERT INTO heads (partition, position, hash, epoch, closed) VALUES (?, 0, ?, ?, 0) ON CONFLICT DO NOTHING");
                first.Bind(1, partition.Code()).BindBlob(2, RowBytes.NoHash).Bind(3, NewEpoch()).Run();
            }
            opened.Execute("COMMIT");
            append = new(instance, opened);
            changedByOthers = opened.Prepare("PRAGMA data_version");
            moveHead = opened.Prepare("UPDATE heads SET position = ?, hash = ? WHERE partition = ?");
            file = opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
        seenChange = ChangeCount();
        ReadHeads();
    }

    /// <summary>A number that moves when another connection has committed.</summary>
    private long ChangeCount()
    {
        changedByOthers!.Step();
        var count = changedByOthers.Long(0);
        changedByOthers.Reset();
        return count;
    }

    private void ReadHeads()
    {
        using var all = File.Prepare("SELECT partition, position, hash, epoch, closed FROM heads");
        while (all.Step())
            if (PartitionCodes.TryParse(all.Text(0), out var partition))
                heads[(int)partition] = new(all.Long(1), all.Blob(2), all.Text(3), all.Int(4) != 0);
    }

    private static string NewEpoch() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(EpochBytes));
}
