using System.Collections.Concurrent;
using GridActors.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// The journal on PostgreSQL: each realm instance in a schema of its own. Several processes may have the same instances open; what one writes the others hear of.
/// Safe to call from any thread.
/// </summary>
public sealed partial class PostgresJournal : IJournalStore
{
    /// <summary>Entries answered to one read; a reader asks again from where it stands.</summary>
    public const int ReadEntriesMax = 10_000;

    /// <summary>Connections for what all instances share: one that listens, one that tells, one for everything else.</summary>
    private const int SharedConnectionsMax = 3;

    /// <summary>How often readers look although nobody woke them, and callers who wait too long are answered.</summary>
    private static readonly TimeSpan PulseInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, PostgresInstance> instances = new();
    private readonly string connection;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly NpgsqlDataSource shared;
    private readonly LaneSurroundings around;
    private readonly AppendCounts counts = new();
    private readonly HeadNotices notices;
    private readonly ITimer pulse;
    private readonly SemaphoreSlim checking = new(1, 1);
    private bool isChecked;
    private bool isDisposed;

    /// <param name="connectionString">The service's own role, which owns no table; the database was prepared by <see cref="PostgresSchema.Migrate"/>.</param>
    public PostgresJournal(string connectionString, TimeProvider? time = null, ILogger<PostgresJournal>? log = null)
    {
        connection = connectionString;
        this.time = time ?? TimeProvider.System;
        this.log = log ?? (ILogger)NullLogger.Instance;
        shared = PostgresConnections.Pool(connectionString, "shared", SharedConnectionsMax);
        notices = new(shared, this.time, this.log, Hear);
        around = new(this.time, new(this.time), counts, (instance, earliest) => Armed?.Invoke(instance, earliest), notices.Tell, this.log);
        pulse = this.time.CreateTimer(_ => Pulse(), null, PulseInterval, PulseInterval);
    }

    public ICollection<string> Instances => instances.Keys;

    /// <exception cref="Folder.FolderRefusedException">The database is of another format than this build's, or has no district in it; the message says what to do.</exception>
    public async ValueTask<InstanceOpening> Open(string instance, InstanceCheck? check = null)
    {
        if (instances.ContainsKey(instance)) throw new InvalidOperationException($"realm instance {instance} is open already");
        await CheckServer();
        var opened = new PostgresInstance(instance, connection, around);
        try
        {
            var made = await opened.First($"SELECT control.make_instance($1)", row => row.GetBoolean(0), instance);
            if (made) LogMade(instance);
            var isRestored = await Task.Run(() => IsRestored(instance, check ?? new()));
            if (isRestored) await RenewEpoch(opened);
            await opened.Look();
            if (!instances.TryAdd(instance, opened)) throw new InvalidOperationException($"realm instance {instance} is open already");
            opened.Start();
            return new(StoppedUncleanly: false, isRestored) { Open = opened.Tail(Partition.Open).Head, Sealed = opened.Tail(Partition.Sealed).Head };
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public async ValueTask Close(string instance)
    {
        if (!instances.TryRemove(instance, out var closing)) return;
        await closing.DisposeAsync();
        var head = closing.Tail(Partition.Open).Head;
        LogClosed(instance, head.Position, Convert.ToHexStringLower(head.Hash.Span));
    }

    public async ValueTask SetClosed(string instance)
    {
        var open = Of(instance);
        await open.Write($"UPDATE {open.Schema}.heads SET closed = true");
        await open.CatchUp();
    }

    public async ValueTask RenewEpoch(string instance)
    {
        var open = Of(instance);
        await RenewEpoch(open);
        await open.CatchUp();
    }

    public async ValueTask CatchUp(string instance) => await Of(instance).CatchUp();

    public async ValueTask Drop(string instance)
    {
        if (instance == RealmKind.Live.Code()) throw new InvalidOperationException("the live realm is never dropped");
        await Close(instance);
        await CheckServer();
        await using var leaving = new PostgresInstance(instance, connection, around);
        try
        {
            await leaving.Write($"UPDATE {leaving.Schema}.heads SET closed = true"); // one that was never finished is nobody's
        }
        catch (InstanceClosedException)
        {
            return; // it is not there any more
        }
        await leaving.Write("SELECT control.drop_instance($1)", instance);
    }

    public ValueTask<AppendAnswer> Append(AppendRequest request) => Of(request.Stream.Instance).Append(request);

    public async ValueTask<IReadOnlyList<JournalEntry>> ReadStream(StreamId stream, int afterVersion) => await Of(stream.Instance).ReadStream(stream, afterVersion);

    public async ValueTask<IReadOnlyList<JournalEntry>> ReadAll(string instance, Partition partition, long after, int limit)
    {
        var from = Of(instance);
        limit = Math.Clamp(limit, 0, ReadEntriesMax);
        return from.Tail(partition).TryRead(after, limit) ?? await from.ReadAll(partition, after, limit);
    }

    public ValueTask WaitPast(string instance, Partition partition, long position, CancellationToken cancellation) =>
        new(Of(instance).Tail(partition).WaitPast(position).WaitAsync(cancellation));

    public JournalHead Head(string instance, Partition partition) => Of(instance).Tail(partition).Head;

    public async ValueTask<KnownCommand?> FindCommand(StreamId stream, CommandId command)
    {
        var from = Of(stream.Instance);
        return await from.First<KnownCommand?>(
            $"SELECT version, bodyForm, bodyHmac FROM {from.Schema}.commands WHERE partition = $1 AND stream = $2 AND commandId = $3",
            row => PostgresRows.Known(row, 0), stream.Partition.Code(), stream.Name, PostgresRows.Uuid(command.Value));
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true)) return; // it is registered under several interfaces
        await pulse.DisposeAsync();
        foreach (var instance in instances.Keys) await Close(instance);
        await notices.DisposeAsync();
        await shared.DisposeAsync();
        counts.Dispose();
    }

    private PostgresInstance Of(string instance) => instances.TryGetValue(instance, out var open) ? open : throw new InstanceClosedException(instance);

    private bool IsRestored(string instance, InstanceCheck check)
    {
        using var tables = PostgresTables.Read(connection, instance);
        return check.IsRestored(tables, instance);
    }

    private static async Task RenewEpoch(PostgresInstance instance)
    {
        await instance.Write($"UPDATE {instance.Schema}.heads SET epoch = replace(gen_random_uuid()::text, '-', '')");
    }

    private async Task CheckServer()
    {
        await checking.WaitAsync();
        try
        {
            if (isChecked) return;
            await PostgresSchema.Require(connection);
            await using var settings = shared.CreateCommand("SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')");
            await using var row = await settings.ExecuteReaderAsync();
            await row.ReadAsync();
            if (row.GetString(0) != "on" || row.GetString(1) != "on") LogNotDurable(row.GetString(0), row.GetString(1));
            if (row.GetString(2) != "on") throw new Folder.FolderRefusedException("This server does not let a session commit durably (synchronous_commit); the journal is not opened.");
            isChecked = true;
        }
        finally
        {
            checking.Release();
        }
    }

    /// <summary>Another process says that a head of the instance has moved; it is only a hint.</summary>
    private void Hear(string instance)
    {
        if (instances.TryGetValue(instance, out var open)) _ = Look(open);
    }

    private void Pulse()
    {
        foreach (var (_, instance) in instances)
        {
            instance.Tick();
            _ = Look(instance);
        }
    }

    private async Task Look(PostgresInstance instance)
    {
        try
        {
            await instance.Look();
        }
        catch (InstanceClosedException)
        {
            instance.Gone();
        }
        catch (JournalUnavailableException)
        {
            // whoever writes or reads hears it
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "made the tables of {Instance}")]
    private partial void LogMade(string instance);

    [LoggerMessage(Level = LogLevel.Information, Message = "closed the journal of {Instance}; the open partition's head is {Position}:{Hash}")]
    private partial void LogClosed(string instance, long position, string hash);

    [LoggerMessage(Level = LogLevel.Critical, Message = "THIS SERVER LOSES DATA: fsync = {Fsync}, full_page_writes = {FullPageWrites}. What is acknowledged does not survive a power cut.")]
    private partial void LogNotDurable(string fsync, string fullPageWrites);
}
