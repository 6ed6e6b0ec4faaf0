using System.Text.Json;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.Places;

namespace GridActors.Tests.Faults;

/// <summary>Boards against the journal they are folded from.</summary>
internal static class BoardChecks
{
    private static readonly string[] Compared = ["cards", "cardsLeftOut", "tiles", "counters", "escalations"];

    /// <summary>A board that the service shows (its snapshot of the district) against one folded here from the stored rows.</summary>
    public static void Rebuilt(JsonNode shown, IReadOnlyList<JournalEntry> open, Findings found)
    {
        var rebuilt = Fold(open, Instants.Parse((string)shown["now"]!));
        foreach (var member in Compared)
        {
            var (live, again) = (InOrder(shown[member]!), InOrder(rebuilt[member]!));
            if (!JsonNode.DeepEquals(live, again)) found.Add(Wrong.BoardDiffers, $"{member}: shown {Excerpt(live, again)}");
        }
    }

    /// <summary>What somebody's open board shows at the end against the stored rows: each open case at its last version, each escalation told once.</summary>
    public static void Watched(BoardInTrial board, IReadOnlyList<JournalEntry> open, Findings found)
    {
        var rebuilt = Fold(open, open[^1].At);
        var shown = board.Cards;
        foreach (var card in rebuilt["cards"]!.AsArray())
        {
            var (caseId, version) = ((string)card!["caseId"]!, (int)card["version"]!);
            if (!shown.TryGetValue(caseId, out var there)) found.Add(Wrong.BoardMissing, $"case {caseId}");
            else if (there != version) found.Add(Wrong.BoardMissing, $"case {caseId} stands at {version}, shown at {there}");
        }
        foreach (var (id, count) in board.Pushed.Where(pair => pair.Value > 1)) found.Add(Wrong.BoardTwice, $"escalation {id}: {count} times");
        if (board.Snapshots > 1) return; // what happened before a later snapshot need not have been pushed one by one
        var (pushed, first) = (board.Pushed, board.InSnapshots);
        foreach (var escalation in rebuilt["escalations"]!.AsArray())
            if ((string)escalation!["id"]! is var id && !pushed.ContainsKey(id) && !first.Contains(id)) found.Add(Wrong.BoardMissing, $"escalation {id}");
    }

    private static JsonNode Fold(IReadOnlyList<JournalEntry> open, DateTimeOffset now)
    {
        var board = new DistrictBoard("live", BoardScope.Open);
        foreach (var entry in open) board.Apply(entry);
        board.Advance(now);
        var body = BoardSnapshot.Of(board, AreaId.District).Body(new("live", "live", "live", "", "", now, new(1, false)), "");
        var json = new JsonObject();
        foreach (var member in body.Members) json[member.Name.Value] = JsonNode.Parse(member.Json);
        return json;
    }

    /// <summary>Lists whose order means nothing, by what names their members.</summary>
    private static JsonNode InOrder(JsonNode member) => member is not JsonArray list
        ? member
        : new JsonArray([.. list.OrderBy(one => (string?)one!["caseId"] ?? "", StringComparer.Ordinal).ThenBy(one => (string?)one!["id"] ?? (string)one["area"]!, StringComparer.Ordinal).Select(one => one!.DeepClone())]);

    private static string Excerpt(JsonNode live, JsonNode again)
    {
        if (live is not JsonArray shown || again is not JsonArray rebuilt) return $"{live}, rebuilt {again}";
        if (shown.Count != rebuilt.Count) return $"{shown.Count}, rebuilt {rebuilt.Count}";
        var at = Enumerable.Range(0, shown.Count).First(n => !JsonNode.DeepEquals(shown[n], rebuilt[n]));
        return $"{shown[at]!.ToJsonString()}, rebuilt {rebuilt[at]!.ToJsonString()}";
    }
}
