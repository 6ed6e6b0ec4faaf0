using GridActors.OpsWeb.Board;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>
/// Phones: everybody who watches an inbox. A round looks only at the inboxes that something happened in and at those whose duty turns, so that thousands that wait cost
/// nothing between heartbeats.
/// </summary>
internal sealed class InboxAudience(PushCursors cursors, Func<Roster> rosterNow) : Audience<ResponderId>(cursors)
{
    /// <summary>Different marks that tails are counted from in one round; after an outage all the others get a snapshot, which is small.</summary>
    private const int TailsMax = 16;

    private readonly Dictionary<ResponderId, InboxDuty> duties = [];
    private readonly PriorityQueue<ResponderId, DateTimeOffset> turns = new();
    private Roster? roster;

    protected override string NameOf(ResponderId subject) => $"inbox/{subject}";

    protected override IEnumerable<(ResponderId Subject, Telling Telling)> Changed(PushRound round)
    {
        var turned = Turned(round.At.Now);
        foreach (var responder in round.ClockSet ? Watchers.Groups().Select(group => group.Key) : round.Delta.Inboxes.Keys.Where(IsWatched).Union(turned))
        {
            if (!duties.TryGetValue(responder, out var duty)) continue; // they joined with another round, and hear of it then
            var isTurn = turned.Contains(responder);
            var changes = isTurn ? InboxTelling.Changed(round.Board, round.Delta, duty) with { Tasks = InboxTelling.Whole(round.Board, duty).Tasks }
                : InboxTelling.Changed(round.Board, round.Delta, duty);
            if (isTurn || round.ClockSet || !changes.IsEmpty) yield return (responder, (at, cursor) => changes.Changes(at, cursor, round.ClockSet, isTurn ? duty : null));
        }
    }

    protected override Telling? Tail(PushRound round, ResponderId subject, IReadOnlyList<BoardMark> seen)
    {
        if (round.Since(seen, TailsMax) is not { } delta) return null;
        var duty = DutyOf(subject, round.At.Now);
        var changes = InboxTelling.Changed(round.Board, delta, duty);
        return (at, cursor) => changes.Changes(at, cursor, withClock: true, duty);
    }

    protected override Telling Snapshot(PushRound round, ResponderId subject)
    {
        var duty = DutyOf(subject, round.At.Now);
        var whole = InboxTelling.Whole(round.Board, duty);
        return (at, cursor) => whole.Snapshot(at, cursor, duty);
    }

    private bool IsWatched(ResponderId responder) => Watchers.Of(responder).Count > 0;

    /// <summary>Those whose duty is another than they were told.</summary>
    private HashSet<ResponderId> Turned(DateTimeOffset now)
    {
        var current = rosterNow();
        if (roster != current)
        {
            roster = current; // other people, other duties
            turns.Clear();
            foreach (var responder in duties.Keys) turns.Enqueue(responder, now);
        }
        var turned = new HashSet<ResponderId>();
        while (turns.TryPeek(out var responder, out var at) && at <= now)
        {
            turns.Dequeue();
            if (!duties.Remove(responder, out var told) || !IsWatched(responder)) continue;
            if (DutyOf(responder, now) != told) turned.Add(responder);
        }
        return turned;
    }

    /// <summary>Their duty now, and from now on watched for its next turn.</summary>
    private InboxDuty DutyOf(ResponderId responder, DateTimeOffset now)
    {
        if (duties.TryGetValue(responder, out var known) && (known.Until ?? known.Next ?? DateTimeOffset.MaxValue) > now) return known;
        roster ??= rosterNow();
        var duty = InboxDuty.Of(roster, responder, now) ?? new(responder, default, AreaId.District, OnDuty: false, Until: null, Next: null); // the roster knows them no longer
        duties[responder] = duty;
        turns.Enqueue(responder, duty.Until ?? duty.Next ?? now.AddDays(Roster.DutyHorizonDays));
        return duty;
    }
}
