using System.Collections.Concurrent;
using GridActors.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Silo.Journal;

/// <summary>The journal on SQLite: each realm instance in a file of its own, all open at once. Safe to call from any thread.</summary>
public sealed partial class SqliteJournal : IJournalStore
{
    /// <summary>Entries answered to one read; a reader asks again from where it stands.</summary>
    public const int ReadEntriesMax = 10_000;

    /// <summary>How often readers look although nobody woke them, and callers who wait too long are answered.</summary>
    private static readonly TimeSpan PulseInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, SqliteInstance> instances = new();
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer pulse;

    private readonly Func<string, string> pathOf;

    /// <param name="pathOf">The file of an instance, <c>data/&lt;instance&gt;/journal.db</c>, in a folder of its own.</param>
    public SqliteJournal(Func<string, string> pathOf, TimeProvider? time = null, ILogger<SqliteJournal>? log = null)
    {
        this.pathOf = pathOf;
        this.time = time ?? TimeProvider.System;
        this.log = log ?? (ILogger)NullLogger.Instance;
        pulse = this.time.CreateTimer(_ => Pulse(), null, PulseInterval, PulseInterval);
    }

    public ICollection<string> Instances => instances.Keys;

    public ValueTask<InstanceOpening> Open(string instance, InstanceCheck? check = null)
    {
        var path = pathOf(instance);
        if (instances.ContainsKey(instance)) throw new InvalidOperationException($"realm instance {instance} is open already");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var opening = InstanceCheck.Run(instance, path, check ?? new());
        var opened = new SqliteInstance(instance, path, time, (at, earliest) => Armed?.Invoke(at, earliest), log);
        if (!instances.TryAdd(instance, opened)) throw new InvalidOperationException($"realm instance {instance} is open already");
        if (opening.Restored) opened.RenewEpoch();
        opened.Start();
        return new(opening with { Open = opened.Tail(Partition.Open).Head, Sealed = opened.Tail(Partition.Sealed).Head });
    }

    public async ValueTask Close(string instance)
    {
        if (!instances.TryRemove(instance, out var closing)) return;
        await closing.DisposeAsync();
        var head = closing.Tail(Partition.Open).Head;
        LogClosed(instance, head.Position, Convert.ToHexStringLower(head.Hash.Span));
    }

    public async ValueTask SetClosed(string instance) => await Of(instance).Write(file => file.Execute("UPDATE heads SET closed = 1"));

    public async ValueTask RenewEpoch(string instance) => await Of(instance).Write(SqliteWriter.RenewEpoch);

    public async ValueTask Drop(string instance)
    {
        await Close(instance);
        var folder = Path.GetDirectoryName(Path.GetFullPath(pathOf(instance)))!;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public ValueTask<AppendAnswer> Append(AppendRequest request) => Of(request.Stream.Instance).Append(request);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadStream(StreamId stream, int afterVersion) =>
        new(Of(stream.Instance).Reader.ReadStream(stream, afterVersion));

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAll(string instance, Partition partition, long after, int limit)
    {
        var from = Of(instance);
        limit = Math.Clamp(limit, 0, ReadEntriesMax);
        return new(from.Tail(partition).TryRead(after, limit) ?? from.Reader.ReadAll(partition, after, limit));
    }

    public ValueTask WaitPast(string instance, Partition partition, long position, CancellationToken cancellation) =>
        new(Of(instance).Tail(partition).WaitPast(position).WaitAsync(cancellation));

    public JournalHead Head(string instance, Partition partition) => Of(instance).Tail(partition).Head;

    public ValueTask<KnownCommand?> FindCommand(StreamId stream, CommandId command) => new(Of(stream.Instance).Reader.FindCommand(stream, command));

    public async ValueTask DisposeAsync()
    {
        await pulse.DisposeAsync();
        foreach (var instance in instances.Keys) await Close(instance);
    }

    private SqliteInstance Of(string instance) => instances.TryGetValue(instance, out var open) ? open : throw new InstanceClosedException(instance);

    private void Pulse()
    {
        foreach (var (_, instance) in instances) instance.Tick();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "closed the journal of {Instance}; the open partition's head is {Position}:{Hash}")]
    private partial void LogClosed(string instance, long position, string hash);
}
