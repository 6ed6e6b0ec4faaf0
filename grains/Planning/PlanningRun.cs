using System.Collections.Immutable;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>One command of a run as the journal would take it; <see cref="Item"/> is the simulated act it came from, with the texts that are still to be sealed.</summary>
public sealed record PlannedWrite(AppendRequest Request, AgendaItem? Item);

/// <summary>
/// A realm in memory: the production rules, their follow-ups and deadlines on a virtual clock, step by step as contract §6 orders them. It writes what
/// live actors in stepped mode write. Nothing is read but what it is given. Not for two threads at once.
/// </summary>
public sealed class PlanningRun
{
    private readonly RealmKeys keys;
    private readonly ProductionRules rules;
    private readonly Agenda? agenda;
    private readonly bool keepsWrites;
    private readonly Dictionary<StreamId, RunStream> streams = [];
    private readonly PriorityQueue<(RunStream Stream, Deadline Due), AgendaPlace> due = new();
    private readonly List<JournalEntry> entries = [];
    private readonly List<PlannedWrite> writes = [];
    private readonly long[] positions = new long[Enum.GetValues<Partition>().Length];

    /// <param name="agenda">Who acts; null: only what is sent.</param>
    /// <param name="from">Where the clock stands at first.</param>
    /// <param name="keepsWrites">Whether payloads are encoded and every write is kept; a run for its numbers alone does without.</param>
    public PlanningRun(RealmKeys keys, RuleSet rules, Roster roster, Agenda? agenda, DateTimeOffset from, bool keepsWrites = true)
    {
        (this.keys, this.rules, this.agenda, Now, this.keepsWrites) = (keys, new(rules, roster), agenda, from, keepsWrites);
    }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Every event so far, in the order it was recorded; positions count per partition, hashes are empty.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>Every command so far that a journal would remember, in order.</summary>
    public IReadOnlyList<PlannedWrite> Writes => writes;

    /// <summary>The folded state of a stream; its initial state when nothing has happened to it.</summary>
    public object StateOf(StreamId stream) => Find(stream).State;

    public ImmutableArray<Deadline> ArmedOf(StreamId stream) => Find(stream).Armed;

    /// <summary>Runs everything up to and including the instant, and leaves the clock there.</summary>
    public void RunUntil(DateTimeOffset instant)
    {
        while (NextAt is { } next && next <= instant) Step();
        Now = Instants.Later(Now, instant);
    }

    /// <summary>When the next thing is due or done; null: never.</summary>
    public DateTimeOffset? NextAt => (NextDue, agenda?.Next) switch
    {
        (null, var act) => act?.At,
        ({ } deadline, null) => deadline.At,
        ({ } deadline, { } act) => deadline.At < act.At ? deadline.At : act.At,
    };

    /// <summary>Runs the next deadline or act, with all its follow-ups, hop by hop.</summary>
    public void Step()
    {
        if (NextDue is { } deadline && (agenda is null || deadline < agenda.Next))
        {
            var (stream, passed) = due.Dequeue();
            Send(stream.Id, PassedDeadlines.Envelope(stream.Id, passed, keys, atItsInstant: true), PassedDeadlines.Command(stream.Id, passed));
        }
        else if (agenda?.Take() is { } item)
        {
            Send(item.Target, item.Envelope(), item.Command, item);
        }
    }

    /// <summary>One command and everything that follows from it.</summary>
    public (AnswerKind Kind, string? Refusal) Send(StreamId target, CommandEnvelope envelope, object command, AgendaItem? item = null)
    {
        var first = entries.Count;
        var answer = Deliver(target, envelope, command, item);
        for (var end = entries.Count; end > first; (first, end) = (end, entries.Count))
            foreach (var (cause, followUp) in StepOrder.Of(entries.GetRange(first, end - first))) Follow(cause, followUp);
        return answer;
    }

    /// <summary>Delivers one follow-up, again or for the first time, without what follows from it.</summary>
    public (AnswerKind Kind, string? Refusal) Follow(JournalEntry cause, FollowUp followUp)
    {
        var answer = Deliver(followUp.Target, FollowUps.Envelope(followUp, cause, keys, atCausesInstant: true), followUp.Command, item: null);
        if (followUp.AsPersons is not null && answer.Kind == AnswerKind.Refused)
            Follow(cause, new("twin-refused", cause.Stream, new RecordTwinRefusal(answer.Refusal ?? ""))); // only the sealed partition may learn of it
        return answer;
    }

    private AgendaPlace? NextDue
    {
        get
        {
            while (due.TryPeek(out var next, out var place))
            {
                if (next.Stream.Armed.Contains(next.Due)) return place;
                due.Dequeue(); // taken back meanwhile
            }
            return null;
        }
    }

    private (AnswerKind Kind, string? Refusal) Deliver(StreamId target, CommandEnvelope envelope, object command, AgendaItem? item)
    {
        var stream = Find(target);
        if (stream.Knows(envelope.Id)) return (AnswerKind.Repeated, null);
        if (envelope.At is { } wanted) Now = Instants.Later(Now, wanted);
        var at = Instants.Later(stream.LastAt, envelope.At ?? Now);
        var (events, refusal) = rules.Decide(target, stream.State, command, at);
        if (refusal is not null && !envelope.RememberAlways) return (AnswerKind.Refused, refusal);
        Record(stream, envelope, events, at, item);
        return (refusal is not null ? AnswerKind.Refused : events.IsEmpty ? AnswerKind.NothingNew : AnswerKind.Done, refusal);
    }

    private void Record(RunStream stream, CommandEnvelope envelope, ImmutableArray<object> events, DateTimeOffset at, AgendaItem? item)
    {
        var (version, armed) = (stream.Version, stream.Armed);
        var encoded = ImmutableArray.CreateBuilder<NewEvent>(keepsWrites ? events.Length : 0);
        stream.Remember(envelope.Id);
        for (var ordinal = 0; ordinal < events.Length; ordinal++)
        {
            stream.Fold(events[ordinal], at);
            var written = keepsWrites ? EventCodec.Encode(events[ordinal]) : new NewEvent("", 0, "", events[ordinal]);
            if (keepsWrites) encoded.Add(written);
            entries.Add(new()
            {
                Stream = stream.Id,
                Position = ++positions[(int)stream.Id.Partition],
                Version = stream.Version,
                Ordinal = ordinal,
                At = at,
                RecordedAt = at,
                Command = envelope.Id,
                Cause = envelope.Cause,
                TieRank = envelope.TieRank,
                Name = written.Name,
                NameVersion = written.NameVersion,
                Payload = written.Payload,
                Hash = default,
                Decoded = events[ordinal],
            });
        }
        foreach (var deadline in stream.Armed)
            if (!armed.Contains(deadline)) due.Enqueue((stream, deadline), new(deadline.DueAt, TieRank.Deadline, stream.Id, deadline.Kind, deadline.SubjectId, default));
        if (keepsWrites) writes.Add(new(Request(stream, envelope, version, armed, encoded.MoveToImmutable(), at), item));
        if (agenda is null) return;
        for (var i = entries.Count - events.Length; i < entries.Count; i++) agenda.Heard(entries[i]);
    }

    private static AppendRequest Request(
        RunStream stream, CommandEnvelope envelope, int version, ImmutableArray<Deadline> before, ImmutableArray<NewEvent> events, DateTimeOffset at)
    {
        var after = stream.Armed;
        return new()
        {
            Stream = stream.Id,
            ExpectedVersion = version,
            Command = envelope.Id,
            Body = envelope.Body,
            At = at,
            Cause = envelope.Cause,
            TieRank = envelope.TieRank,
            Events = events,
            Cleared = before.IsEmpty ? [] : [.. before.Where(deadline => !after.Contains(deadline))],
            Armed = after.IsEmpty ? [] : [.. after.Where(deadline => !before.Contains(deadline))],
            Area = stream.Area,
            Vault = envelope.Vault,
        };
    }

    private RunStream Find(StreamId id)
    {
        if (!streams.TryGetValue(id, out var stream)) streams.Add(id, stream = new(id, Streams.Find(id.Kind) ?? throw new ArgumentException($"no such kind of stream: {id.Kind}")));
        return stream;
    }
}
