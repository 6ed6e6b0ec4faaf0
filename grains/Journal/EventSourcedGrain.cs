using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace GridActors.Journal;

/// <summary>
/// A grain whose truth is its stream. Three duties and no rule: stamp, decide, record. It folds first, appends at the expected version, and adopts
/// the new state after the commit; on any doubt it deactivates and lets a replay tell.
/// </summary>
public abstract class EventSourcedGrain<TState, TEvent>(Aggregate<TState, TEvent> aggregate, GrainServices services) : Grain
    where TState : class
    where TEvent : class
{
    /// <summary>New events on a stream since its last snapshot before another is worth writing.</summary>
    private const int SnapshotEveryEvents = 100;

    /// <summary>How often a command is decided again after another activation wrote first.</summary>
    private const int ConflictRetriesMax = 3;

    private Folded<TState>? now;
    private RecentCommands recent = new(holdsAll: false);
    private int snapshotVersion;

    protected StreamId Stream { get; private set; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Stream = StreamId.FromGrainKey(aggregate.Kind, this.GetPrimaryKeyString());
        return Task.CompletedTask; // the stream is read at the first command that needs it
    }

    /// <summary>The folded stream.</summary>
    protected async ValueTask<Folded<TState>> Current() => now ??= await Replay();

    /// <summary>Command id, then If-Match, then the rule (contract §3). <paramref name="decide"/> gets the state and the stamped realm time.</summary>
    protected async Task<Answer<TRefusal>> Transact<TRefusal>(
        CommandEnvelope command, Func<TState, DateTimeOffset, Decision<TEvent, TRefusal>> decide)
        where TRefusal : struct, Enum
    {
        if (recent.TryFind(command.Id, out var done))
            return done.Body.Differs(command.Body) ? OtherBody<TRefusal>() : new(AnswerKind.Repeated, done.Version, Folded<TState>.ETagOf(done.Version, done.HashTag), null);
        for (var attempt = 0; ; attempt++)
        {
            var before = now is { Version: > 0 } ? now : (command.ExpectNew && attempt == 0 ? Folded<TState>.Start(aggregate.Initial) : now = await Replay());
            var stale = command.IfMatch is { } seen && seen != before.ETag;
            var at = Instants.Later(before.LastAt, command.At ?? NowOrLeave());
            var decision = stale ? Decision<TEvent, TRefusal>.NothingNew : decide(before.State, at);
            var forgettable = stale || decision.Refusal is not null && !command.RememberAlways;
            if (decision.Events.IsEmpty && forgettable)
            {
                var known = recent.HoldsAll ? null : await services.Journal.FindCommand(Stream, command.Id);
                if (known is { } first) return first.Body.Differs(command.Body) ? OtherBody<TRefusal>() : await Again<TRefusal>(first.Version);
                return new(stale ? AnswerKind.Stale : AnswerKind.Refused, before.Version, before.ETag, decision.Refusal);
            }

            var (request, after) = StreamTurn.Prepare(aggregate, Stream, command, before, at, decision.Events);
            var answer = await AppendOrLeave(request);
            switch (answer.Outcome)
            {
                case AppendOutcome.Accepted:
                    if (now is null) recent = new(holdsAll: true); // nobody wrote to this stream before us
                    now = after with { HashTag = decision.Events.IsEmpty ? before.HashTag : answer.HashTag };
                    recent.Add(new(command.Id, command.Body, now.Version, now.HashTag));
                    await SnapshotWhenDue();
                    var kind = decision.Refusal is not null ? AnswerKind.Refused : decision.Events.IsEmpty ? AnswerKind.NothingNew : AnswerKind.Done;
                    return new(kind, now.Version, now.ETag, decision.Refusal);
                case AppendOutcome.Conflict when attempt < ConflictRetriesMax:
                    now = await Replay(); // another activation, or a stream that was not new after all
                    continue;
                case AppendOutcome.Conflict:
                    DeactivateOnIdle();
                    throw new JournalUnavailableException("the stream is being written elsewhere");
                case AppendOutcome.OtherBody:
                    return OtherBody<TRefusal>();
                default:
                    return await Again<TRefusal>(answer.LastVersion);
            }
        }
    }

    private Answer<TRefusal> OtherBody<TRefusal>()
        where TRefusal : struct, Enum => new(AnswerKind.OtherBody, now?.Version ?? 0, now?.ETag ?? "", null);

    /// <summary>
    /// What the first call was answered: the version of then and its ETag. The newest would be wrong: whoever resends has not seen what others did meanwhile, and
    /// their next <c>If-Match</c> must not pass over it.
    /// </summary>
    private async Task<Answer<TRefusal>> Again<TRefusal>(int version)
        where TRefusal : struct, Enum
    {
        now ??= await Replay();
        var etag = version == now.Version ? now.ETag
            : await services.Journal.ReadStream(Stream, version - 1) is [var row, ..] && row.Version == version ? Folded<TState>.ETagOf(version, row.HashTag) : "";
        return new(AnswerKind.Repeated, version, etag, null);
    }

    /// <summary>The realm's time; where its clock is elsewhere by now, so shall this grain be.</summary>
    private DateTimeOffset NowOrLeave()
    {
        try
        {
            return services.Clocks.Now(Stream.Instance);
        }
        catch (JournalUnavailableException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async ValueTask<AppendAnswer> AppendOrLeave(AppendRequest request)
    {
        try
        {
            return await services.Journal.Append(request);
        }
        catch
        {
            DeactivateOnIdle(); // the write may or may not have landed: only a replay can tell
            now = null;
            recent = new(holdsAll: false);
            throw;
        }
    }

    private async Task<Folded<TState>> Replay()
    {
        recent = new(holdsAll: false);
        if (await services.New.Wake(Stream) is Folded<TState> begun) return begun;
        var (folded, entries) = await FromSnapshot() ?? (Folded<TState>.Start(aggregate.Initial), await services.Journal.ReadStream(Stream, 0));
        snapshotVersion = folded.Version;
        foreach (var entry in entries)
        {
            folded = folded.After(aggregate, (TEvent)EventCodec.Decode(entry), entry.At, entry.HashTag);
        }
        return await services.New.Wake(Stream) as Folded<TState> ?? folded; // it may have begun while we read
    }

    private async Task<(Folded<TState>, IReadOnlyList<JournalEntry>)?> FromSnapshot()
    {
        Snapshot? snapshot;
        try
        {
            snapshot = await services.Snapshots.Read(Stream);
        }
        catch (Exception unreadable)
        {
            Reject(unreadable.Message);
            return null;
        }
        if (snapshot is null) return null;
        var head = services.Journal.Head(Stream.Instance, Stream.Partition);
        var entries = await services.Journal.ReadStream(Stream, snapshot.Version - 1);
        var fits = snapshot.Format == Snapshot.CurrentFormat && snapshot.IsIntact && snapshot.Epoch == head.Epoch && entries is [var row, ..]
            && row.Version == snapshot.Version && row.HashTag == snapshot.HashTag;
        if (!fits || Thawed(snapshot) is not { } state)
        {
            Reject("it does not fit the journal");
            return null;
        }
        services.Snapshots.Count(Stream, loaded: true);
        return (new(state, snapshot.Version, snapshot.HashTag, snapshot.LastAt, snapshot.Armed), [.. entries.Skip(1)]);
    }

    private void Reject(string reason)
    {
        services.Snapshots.Count(Stream, loaded: false);
        services.Log.LogWarning("a snapshot of {Stream} was ignored: {Reason}", Stream, reason);
    }

    private static TState? Thawed(Snapshot snapshot)
    {
        try
        {
            return JsonSerializer.Deserialize<TState>(snapshot.State, EventCodec.Json);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private async Task SnapshotWhenDue()
    {
        if (now is null || now.Version - snapshotVersion < SnapshotEveryEvents) return;
        snapshotVersion = now.Version;
        await services.Snapshots.Write(Stream, new Snapshot()
        {
            Epoch = services.Journal.Head(Stream.Instance, Stream.Partition).Epoch,
            Version = now.Version,
            HashTag = now.HashTag,
            LastAt = now.LastAt,
            Armed = now.Armed,
            State = JsonSerializer.Serialize(now.State, EventCodec.Json),
        }.WithCheck());
    }
}
