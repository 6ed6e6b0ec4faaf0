using System.Collections.Concurrent;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Which case each building's report became, and when each board first held what came of it.</summary>
internal sealed class Sightings
{
    /// <summary>The kind of a red report's escalation; later ones of the same case have other kinds.</summary>
    private const string NewRed = "new-red";

    private readonly ConcurrentDictionary<string, string> caseIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> reported = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string CaseId, long At)> escalations = [];
    private readonly ConcurrentQueue<(string Area, BoardClient? Board, long At)> tiles = [];
    private readonly DateTimeOffset anchor = TimeProvider.System.GetUtcNow();
    private readonly long anchorAt = TimeProvider.System.GetTimestamp();

    public int EscalationCount => escalations.Count;

    /// <summary>A report to this building is on its way; tiles of other buildings are not kept.</summary>
    public void Sent(string building) => reported[building] = 0;

    public void Answered(string building, string caseId) => caseIn[building] = caseId;

    public void Saw(BoardPush push)
    {
        foreach (var escalation in push.Escalations)
        {
            if (escalation.Kind == NewRed) escalations.Enqueue((escalation.CaseId, push.DecodedAt));
        }

        foreach (var tile in push.Tiles)
        {
            if (reported.ContainsKey(tile.Area)) tiles.Enqueue((tile.Area, push.Board, push.DecodedAt));
        }
    }

    /// <summary>Over all boards: from a red report's row to its escalation.</summary>
    public Latency Escalations(IReadOnlyDictionary<string, DateTimeOffset> recordedAt)
    {
        var ours = caseIn.Values.ToHashSet(StringComparer.Ordinal);
        return Latencies(escalations.Where(seen => ours.Contains(seen.CaseId)), recordedAt);
    }

    /// <summary>Over all boards: from a report's row to the first tile of its building on that board.</summary>
    public Latency Tiles(IReadOnlyDictionary<string, DateTimeOffset> recordedAt) =>
        Latencies(FirstTiles().Select(tile => (caseIn[tile.Area], tile.At)), recordedAt);

    /// <summary>How many of the tiles that boards should have been sent never came.</summary>
    public long Unseen(int boards) => Math.Max(0, caseIn.Count * (long)boards - FirstTiles().LongCount());

    private Latency Latencies(IEnumerable<(string CaseId, long At)> seen, IReadOnlyDictionary<string, DateTimeOffset> recordedAt)
    {
        var figures = new Figures("sightings");
        foreach (var (caseId, at) in seen)
        {
            if (recordedAt.TryGetValue(caseId, out var since)) figures.Record(anchor + TimeProvider.System.GetElapsedTime(anchorAt, at) - since, Response.Ok());
        }

        return figures.Snapshot(TimeSpan.Zero).Ok.Latency;
    }

    private IEnumerable<(string Area, long At)> FirstTiles() => tiles
        .Where(tile => caseIn.ContainsKey(tile.Area))
        .GroupBy(seen => (seen.Area, seen.Board))
        .Select(seen => (seen.Key.Area, seen.Min(tile => tile.At)));
}
