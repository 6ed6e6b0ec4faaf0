using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>Boards: everybody who watches an area.</summary>
internal sealed class AreaAudience(PushCursors cursors) : Audience<AreaId>(cursors)
{
    protected override string NameOf(AreaId subject) => subject.Code;

    protected override IEnumerable<(AreaId Subject, Telling Telling)> Changed(PushRound round)
    {
        if (round.Delta.IsEmpty && !round.ClockSet) yield break;
        foreach (var (area, _) in Watchers.Groups())
        {
            var changes = round.Delta.In(area, round.Board, allCounters: false);
            if (round.ClockSet || !changes.IsEmpty) yield return (area, (at, cursor) => PushBodies.Changes(at, cursor, tail: false, round.ClockSet, changes));
        }
    }

    protected override Telling? Tail(PushRound round, AreaId subject, IReadOnlyList<BoardMark> seen)
    {
        var changes = round.Since(seen, differentMax: int.MaxValue)?.In(subject, round.Board, allCounters: true);
        return changes is null or { Cards.Count: > BoardFeed.CardsMax } ? null : (at, cursor) => PushBodies.Changes(at, cursor, tail: true, withClock: true, changes);
    }

    protected override Telling Snapshot(PushRound round, AreaId subject) => BoardSnapshot.Of(round.Board, subject).Body;
}
