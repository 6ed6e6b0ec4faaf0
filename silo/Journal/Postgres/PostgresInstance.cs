using GridActors.Journal;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>One realm instance's schema, open here: a small pool, a lane and a tail for each partition, and reads beside them.</summary>
internal sealed class PostgresInstance : IAsyncDisposable
{
    /// <summary>Connections of one instance: two that write, the others for reads and small writes.</summary>
    private const int ConnectionsMax = 10;

    /// <summary>Rows that others wrote and that are read into the tail at once; more are left to each reader.</summary>
    private const int CatchUpEntriesMax = 2_000;

    private static readonly Partition[] Partitions = [Partition.Open, Partition.Sealed];

    private readonly NpgsqlDataSource pool;
    private readonly PostgresLane[] lanes;
    private readonly PostgresTail[] tails = [new(), new()];
    private readonly SemaphoreSlim looking = new(1, 1);
    private int wanted;

    public PostgresInstance(string instance, string connection, LaneSurroundings around)
    {
        (Instance, Schema) = (instance, Quoted(instance));
        pool = PostgresConnections.Pool(connection, instance, ConnectionsMax);
        lanes = [.. Partitions.Select(partition => new PostgresLane(instance, Schema, partition, pool, Tail(partition), around))];
    }

    public string Instance { get; }

    /// <summary>The schema's name as statements write it.</summary>
    public string Schema { get; }

    /// <summary>The number under which this process follows the instance; null = no lease is kept.</summary>
    public long? Fence { get; set; }

    public PostgresTail Tail(Partition partition) => tails[(int)partition];

    public ValueTask<AppendAnswer> Append(AppendRequest request) => lanes[(int)request.Stream.Partition].Append(request);

    public void Start()
    {
        foreach (var lane in lanes) lane.Start();
    }

    /// <summary>Answers whoever has waited too long and lets the readers look again.</summary>
    public void Tick()
    {
        foreach (var lane in lanes) lane.FailOverdue();
        foreach (var tail in tails) tail.Pulse();
    }

    /// <summary>Looks where the heads are in the database, and reads what others wrote; when somebody is looking already, that one looks once more.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public async Task Look()
    {
        if (Interlocked.Increment(ref wanted) > 1) return;
        try
        {
            int answered;
            do
            {
                answered = Volatile.Read(ref wanted);
                await CatchUp();
            }
            while (Interlocked.CompareExchange(ref wanted, 0, answered) != answered);
        }
        catch
        {
            Volatile.Write(ref wanted, 0);
            throw;
        }
    }

    /// <summary>Looks once, beginning no earlier than the call.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public async Task CatchUp()
    {
        await looking.WaitAsync();
        try
        {
            await SeeHeads();
        }
        finally
        {
            looking.Release();
        }
    }

    /// <summary>The schema is gone: nothing is written any more, and readers hear it.</summary>
    public void Gone()
    {
        foreach (var tail in tails) tail.Seen(tail.Head with { Closed = true });
    }

    public Task<List<JournalEntry>> ReadStream(StreamId stream, int afterVersion) => All(
        $"SELECT {StoredRows.EntryColumns} FROM {Schema}.entries WHERE partition = $1 AND stream = $2 AND version > $3 ORDER BY version",
        row => PostgresRows.Entry(row, Instance, stream.Partition), stream.Partition.Code(), stream.Name, afterVersion);

    public Task<List<JournalEntry>> ReadAll(Partition partition, long after, int limit) => All(
        $"SELECT {StoredRows.EntryColumns} FROM {Schema}.entries WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
        row => PostgresRows.Entry(row, Instance, partition), partition.Code(), after, limit);

    /// <summary>Every row of a query.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    /// <exception cref="InstanceClosedException">The instance's tables are gone.</exception>
    public Task<List<T>> All<T>(string sql, Func<NpgsqlDataReader, T> make, params object[] values) => Ask(sql, values, async command =>
    {
        var found = new List<T>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found.Add(make(rows));
        return found;
    });

    /// <summary>The first row of a query, or the default when there is none.</summary>
    public Task<T?> First<T>(string sql, Func<NpgsqlDataReader, T> make, params object[] values) => Ask(sql, values, async command =>
    {
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? make(rows) : default;
    });

    /// <summary>Runs one statement, durable when the call returns; answers the rows it touched.</summary>
    public Task<int> Write(string sql, params object[] values) => Ask(sql, values, command => command.ExecuteNonQueryAsync());

    /// <summary>Runs several statements in one transaction, durable when the call returns.</summary>
    public Task Write(params IReadOnlyList<NpgsqlBatchCommand> statements) => Guarded(async () =>
    {
        await using var connection = await pool.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements) batch.BatchCommands.Add(statement); // one batch is one transaction
        return await batch.ExecuteNonQueryAsync();
    });

    /// <summary>Writes what is queued, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes) await lane.DisposeAsync();
        await pool.DisposeAsync();
        foreach (var tail in tails) tail.Pulse();
    }

    private async Task SeeHeads()
    {
        var heads = await All(
            $"SELECT partition, position, hash, epoch, closed FROM {Schema}.heads",
            row => (Partition: StoredRows.PartitionOf(row.GetString(0)), Head: new JournalHead(row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetString(3), row.GetBoolean(4))));
        foreach (var (partition, head) in heads) await See(partition, head);
    }

    private async Task See(Partition partition, JournalHead head)
    {
        var tail = Tail(partition);
        var behind = head.Position - tail.Head.Position;
        if (behind is <= 0 or > CatchUpEntriesMax || tail.Head.Position == 0) tail.Seen(head);
        else tail.Seen(head, await ReadAll(partition, tail.Head.Position, (int)behind));
    }

    private Task<T> Ask<T>(string sql, object[] values, Func<NpgsqlCommand, Task<T>> ask) => Guarded(async () =>
    {
        await using var connection = await pool.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await ask(command);
    });

    private async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException gone) when (gone.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new InstanceClosedException(Instance);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            throw new InvalidOperationException(refused.MessageText, refused);
        }
        catch (PostgresException broken) when (broken.SqlState.StartsWith("22", StringComparison.Ordinal) || broken.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the row cannot be written: {broken.Message}", broken);
        }
        catch (ObjectDisposedException)
        {
            throw new InstanceClosedException(Instance);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
        {
            throw new JournalUnavailableException("the database does not answer", failure);
        }
    }

    internal static string Quoted(string instance) =>
        Folder.DataFolder.IsInstanceName(instance) ? $"\"{instance}\"" : throw new ArgumentException($"'{instance}' is no name of a realm instance", nameof(instance));
}
