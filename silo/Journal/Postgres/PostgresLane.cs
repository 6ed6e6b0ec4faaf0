using GridActors.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// One partition of one realm instance: its queue, and the one connection of this process that writes it. Other processes may write the same partition; the head
/// in the database, locked by each batch, says whose turn it is and where the next row stands.
/// </summary>
internal sealed partial class PostgresLane(
    string instance, string schema, Partition partition, NpgsqlDataSource pool, PostgresTail tail, LaneSurroundings around) : IAsyncDisposable
{
    /// <summary>Batches written with care after one that had to be: whoever sends one report key over and over slows nobody down by more than that.</summary>
    private const int CarefulBatches = 200;

    /// <summary>Classes of errors that a command's own data causes: a key or a rule of the tables, a value no column takes.</summary>
    private const string DataException = "22", IntegrityViolation = "23";

    private readonly GroupCommit commits = new(around.Time);
    private BatchQuestions questions = new(schema, partition);
    private BatchRows rows = new(instance, schema, partition);
    private readonly BatchFacts facts = new();
    private NpgsqlConnection? connection;
    private int carefulBatches;
    private readonly ILogger log = around.Log;
    private Task writing = Task.CompletedTask;

    public ValueTask<AppendAnswer> Append(AppendRequest request) => commits.Enqueue(request);

    /// <summary>Answers whoever has waited too long; called a few times a second.</summary>
    public void FailOverdue() => commits.FailOverdue();

    public void Start() => writing = Task.Run(WriteUntilClosed);

    /// <summary>Writes what is queued, then lets go of the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        commits.Close();
        await writing;
        await Disconnect();
        commits.Dispose();
    }

    private async Task WriteUntilClosed()
    {
        do
        {
            await commits.WaitForWorkAsync();
            await around.Order.Turn(instance);
            var batch = commits.Take(partition);
            if (batch.Count == 0) continue;
            around.Order.Begin(instance);
            try
            {
                await Write(new([.. batch]));
            }
            catch (Exception failure)
            {
                await Disconnect();
                LogWriteFailed(instance, failure.Message);
                commits.FailAll(failure as JournalUnavailableException ?? new("the journal cannot be written now", failure));
            }
            finally
            {
                around.Order.End(instance);
            }
        }
        while (!commits.IsFinished);
    }

    /// <summary>Writes a batch in one transaction. When a command of it breaks a rule of the tables, the halves are tried, until that command stands alone and fails alone.</summary>
    private async Task Write(ArraySegment<QueuedAppend> batch)
    {
        try
        {
            var withCare = carefulBatches > 0 || batch.Any(queued => !queued.Request.Vault.Repointed.IsEmpty);
            if (carefulBatches > 0) carefulBatches--;
            try
            {
                await WriteAtOnce(batch, withCare);
            }
            catch (PostgresException there) when (!withCare && there.SqlState == PostgresErrorCodes.UniqueViolation && there.ConstraintName is "lookupskey" or "duekey")
            {
                await Disconnect();
                carefulBatches = CarefulBatches;
                await WriteAtOnce(batch, withCare: true);
            }
        }
        catch (Exception broken) when (!IsTheStores(broken))
        {
            await Disconnect();
            if (batch.Count == 1)
            {
                batch[0].Failure = new InvalidOperationException($"a command on {batch[0].Request.Stream} cannot be written: {broken.Message}", broken);
                batch[0].Tell();
                return;
            }
            await Write(batch[..(batch.Count / 2)]);
            await Write(batch[(batch.Count / 2)..]);
        }
    }

    private async Task WriteAtOnce(ArraySegment<QueuedAppend> batch, bool withCare)
    {
        connection ??= await pool.OpenConnectionAsync();
        facts.Clear();
        var head = await questions.Ask(connection, [.. batch.Select(queued => queued.Request)], facts, withCare);
        rows.Begin(head);
        var accepted = Decide(batch, head);
        if (accepted > 0) await rows.Commit(connection, facts.Lookups, withCare);
        else await RollBack(connection);
        around.Counts.Batch(accepted);
        RaiseArmed(batch); // before anybody can hear of it: a realm's clock must not pass a deadline that was just armed
        tail.Appended(rows.Entries, rows.Head);
        foreach (var queued in batch) queued.Tell();
        if (rows.Entries.Count > 0) around.Told(instance);
    }

    /// <summary>Answers each command by itself and gathers the rows of the accepted ones; answers how many those are.</summary>
    private int Decide(ArraySegment<QueuedAppend> batch, JournalHead head)
    {
        var recordedAt = Instants.Truncate(around.Time.GetUtcNow());
        var accepted = 0;
        foreach (var queued in batch)
        {
            queued.Failure = head.Closed ? new InstanceClosedException(instance) : null;
            if (head.Closed) continue;
            try
            {
                if (facts.Refuse(queued.Request) is { } refusal)
                {
                    queued.Answer = refusal;
                    around.Counts.Refused(refusal.Outcome);
                    continue;
                }
            }
            catch (InvalidOperationException broken)
            {
                queued.Failure = broken;
                continue;
            }
            var version = rows.Add(queued.Request, recordedAt);
            queued.Answer = queued.Request.Events.IsEmpty
                ? new(AppendOutcome.Accepted, version, 0, 0)
                : new(AppendOutcome.Accepted, version, rows.Head.Position, rows.Entries[^1].HashTag);
            accepted++;
        }
        return accepted;
    }

    private void RaiseArmed(ArraySegment<QueuedAppend> batch)
    {
        var earliest = DateTimeOffset.MaxValue;
        foreach (var queued in batch)
            if (queued.Failure is null && queued.Answer.Outcome == AppendOutcome.Accepted)
                foreach (var deadline in queued.Request.Armed)
                    if (deadline.DueAt < earliest) earliest = deadline.DueAt;
        if (earliest < DateTimeOffset.MaxValue) around.Armed(instance, earliest);
    }

    private static async Task RollBack(NpgsqlConnection connection)
    {
        await using var rollBack = new NpgsqlCommand("ROLLBACK", connection);
        await rollBack.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Lets go of the connection for good, and of those that wait in the pool; the next batch connects anew. Where a statement fails, those behind it in its batch were never
    /// prepared, but the driver takes them for it, on the connection and in the statements themselves, and later reads one statement's answer as another's.
    /// </summary>
    private async Task Disconnect()
    {
        (questions, rows) = (new(schema, partition), new(instance, schema, partition));
        if (connection is not { } leaving) return;
        connection = null;
        try
        {
            NpgsqlConnection.ClearPool(leaving);
            await leaving.DisposeAsync();
        }
        catch (Exception failure)
        {
            LogNotClosed(instance, failure.Message);
        }
    }

    private static bool IsTheStores(Exception failure) => failure is PostgresException refused
        ? !refused.SqlState.StartsWith(DataException, StringComparison.Ordinal) && !refused.SqlState.StartsWith(IntegrityViolation, StringComparison.Ordinal)
        : failure is NpgsqlException or JournalUnavailableException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException or InvalidDataException;

    [LoggerMessage(Level = LogLevel.Debug, Message = "a connection of {Instance} could not be closed: {Reason}")]
    private partial void LogNotClosed(string instance, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the journal of {Instance} cannot be written: {Reason}")]
    private partial void LogWriteFailed(string instance, string reason);
}
