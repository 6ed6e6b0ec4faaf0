using GridActors.Disputes;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>One area of a board at a moment: everything a new watcher needs.</summary>
internal sealed record BoardSnapshot(
    AreaId Area, IReadOnlyList<DisputeCard> Cards, int CardsLeftOut, IReadOnlyList<BoardTile> Tiles, IReadOnlyList<BoardCounter> Counters, IReadOnlyList<Escalation> Escalations)
{
    public static BoardSnapshot Of(DistrictBoard board, AreaId area)
    {
        var cards = board.CardsIn(area).ToArray();
        Array.Sort(cards, BoardUrgency.Order);
        var escalations = board.Escalations.Where(escalation => escalation.Area.IsIn(area)).TakeLast(BoardFeed.EscalationsMax).ToList();
        return new(
            area, cards.Length <= BoardFeed.CardsMax ? cards : cards[..BoardFeed.CardsMax], Math.Max(0, cards.Length - BoardFeed.CardsMax),
            [.. board.OpenLeavesIn(area).Select(leaf => leaf.Tile())], [.. board.ChildrenOf(area).Select(child => child.Counter())], escalations);
    }

    public PushBody Body(PushMoment at, string cursor) => PushBodies.Snapshot(at, cursor, Area.Code, Cards, CardsLeftOut, Tiles, Counters, Escalations);
}
