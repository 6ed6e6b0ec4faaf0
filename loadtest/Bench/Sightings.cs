using System.Collections.Concurrent;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>When each report was sent, and when each board first held what came of it.</summary>
internal sealed class Sightings
{
    /// <summary>The kind of a red report's escalation; later ones of the same case have other kinds.</summary>
    private const string NewRed = "new-red";

    private readonly ConcurrentDictionary<string, long> sentTo = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, long> sentAt = [];
    private readonly ConcurrentDictionary<string, long> caseSentAt = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string CaseId, long At)> escalations = [];
    private readonly ConcurrentQueue<(string Area, BoardClient? Board, long At)> tiles = [];

    public int EscalationCount => escalations.Count;

    public void Sent(long number, string building)
    {
        var now = TimeProvider.System.GetTimestamp();
        sentAt[number] = now;
        sentTo[building] = now;
    }

    public void Answered(long number, string caseId) => caseSentAt[caseId] = sentAt[number];

    public void Saw(BoardPush push)
    {
        foreach (var escalation in push.Escalations.Where(static escalation => escalation.Kind == NewRed)) escalations.Enqueue((escalation.CaseId, push.DecodedAt));
        foreach (var tile in push.Tiles)
        {
            if (sentTo.ContainsKey(tile.Area)) tiles.Enqueue((tile.Area, push.Board, push.DecodedAt));
        }
    }

    /// <summary>Over all boards: from a red report's sending to its escalation.</summary>
    public Latency Escalations()
    {
        var figures = new Figures("escalations");
        foreach (var (caseId, at) in escalations)
        {
            if (caseSentAt.TryGetValue(caseId, out var sent)) figures.Record(TimeProvider.System.GetElapsedTime(sent, at), Response.Ok());
        }

        return figures.Snapshot(TimeSpan.Zero).Ok.Latency;
    }

    /// <summary>Over all boards: from a report's sending to the first tile of its building on that board.</summary>
    public Latency Tiles()
    {
        var figures = new Figures("tiles");
        foreach (var (sent, at) in FirstTiles()) figures.Record(TimeProvider.System.GetElapsedTime(sent, at), Response.Ok());
        return figures.Snapshot(TimeSpan.Zero).Ok.Latency;
    }

    /// <summary>How many of the tiles that boards should have been sent never came.</summary>
    public long Unseen(int boards) => Math.Max(0, caseSentAt.Count * (long)boards - FirstTiles().LongCount());

    private IEnumerable<(long Sent, long At)> FirstTiles() => tiles
        .GroupBy(seen => (seen.Area, seen.Board))
        .Select(seen => (sentTo[seen.Key.Area], seen.Min(tile => tile.At)));
}
