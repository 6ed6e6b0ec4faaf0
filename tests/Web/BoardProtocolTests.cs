using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GridActors.Tests.Web;

/// <summary>Holds the pushes to docs/board-protocol.md: every member named there is sent, and nothing that is not.</summary>
public sealed partial class BoardProtocolTests
{
    [Fact]
    public async Task Pushes_have_exactly_the_members_that_the_protocol_names()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "board-protocol.md"), TestContext.Current.CancellationToken);
        await using var served = await ServedDistrict.Start();
        await using var board = await BoardWatch.Open(served, realm: "demo");
        var snapshot = (await board.Next()).Push;
        Assert.Equal(Named(page, "snapshot"), Members(snapshot));
        Assert.Equal(["rate", "paused"], Members(snapshot["clock"]!));

        var report = served.Report();
        report["severity"] = "red";
        var caseId = (string)(await served.Post("/api/reports?realm=demo", report, "proto-83kd92ms0qwx1")).Json["caseId"]!;
        JsonNode? changes = null, heartbeat = null;
        while (changes is null || heartbeat is null || board.Escalations.Count == 0)
        {
            var next = await board.Next();
            if (next.Kind == "Changes") changes = next.Push["counters"]!.AsArray().Count > 0 ? next.Push : changes;
            if (next.Kind == "Heartbeat") heartbeat = next.Push;
        }
        Assert.Equal(Named(page, "changes"), Members(changes));
        Assert.Equal(["watch", "n", "now", "cursor"], Members(heartbeat));
        Assert.Equal(["area", "open", "waiting", "overdue"], Members(changes["tiles"]![0]!));
        Assert.Equal(NamedInline(page, "`counter`"), Members(changes["counters"]![0]!));
        Assert.Equal(NamedInline(page, "`escalation`"), Members(board.Escalations[0]));

        await served.Post($"/api/cases/{caseId}/acknowledge?realm=demo", new JsonObject { ["desk"] = "d" }, "pack-83kd92ms0qwx1z");
        await board.Until(seen => seen.Cards.GetValueOrDefault(caseId) is { } card && card["by"] is not null && card["assigned"] is not null);
        var acknowledged = board.Cards[caseId];
        Assert.Equal(Named(page, "card"), Members(acknowledged));
        Assert.Equal(["kind", "at", "then"], Members(acknowledged["due"]!));
        Assert.Equal(["responder", "kind", "at", "given"], Members(acknowledged["assigned"]!));
        Assert.Equal(["role", "responder", "desk", "at"], Members(acknowledged["by"]!));
        Assert.Equal(["tier", "toldAt", "dueAt", "outcome"], Members(acknowledged["ladder"]![0]!));
        Assert.Equal(["reason", "rule", "ruleVersion", "facts"], Members(acknowledged["why"]!));
        Assert.Equal("inHand", (string)acknowledged["state"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string)acknowledged["reportedAt"]!);
        served.Remove();
    }

    [Fact]
    public async Task A_board_of_one_street_hears_of_that_street_only()
    {
        await using var served = await ServedDistrict.Start();
        var here = served.Registry.Buildings[0].Id;
        var elsewhere = Enumerable.Range(0, served.Registry.Buildings.Count).First(n => served.Registry.Buildings[n].Id.Code[..9] != here.Code[..9]);
        await using var board = await BoardWatch.Open(served, area: here.Code[..9]);
        await board.Next();
        await served.Reported("else-83kd92ms0qwx1z", building: elsewhere);
        var caseId = await served.Reported("here-83kd92ms0qwx1z", building: 0);
        await board.Until(seen => seen.Cards.Count > 0);
        Assert.Equal([caseId], board.Cards.Keys);

        // placed elsewhere by a person: it leaves this board
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var moved = new JsonObject { ["desk"] = "d", ["reason"] = "wrong street", ["area"] = served.Registry.Buildings[elsewhere].Id.Code };
        await served.Post($"/api/cases/{caseId}/triage", moved, "move-83kd92ms0qwx1z", etag);
        await board.Until(seen => seen.Cards.Count == 0);
        served.Remove();
    }

    internal static string[] Members(JsonNode node) => [.. node.AsObject().Select(member => member.Key)];

    /// <summary>The top-level members of a payload's example: the block under its heading.</summary>
    internal static string[] Named(string page, string payload) => TopMembers(Regex.Match(page, $@"^`{payload}`.*?```jsonc\n(.*?)```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value);

    /// <summary>The top-level members of an example that stands in a line of text.</summary>
    private static string[] NamedInline(string page, string payload) =>
        TopMembers(Regex.Match(page[page.LastIndexOf(payload + ":", StringComparison.Ordinal)..], @"`(\{.*?\})`", RegexOptions.Singleline).Groups[1].Value);

    private static string[] TopMembers(string example)
    {
        var members = new List<string>();
        var depth = 0;
        foreach (Match token in Token().Matches(Comment().Replace(example, "")))
        {
            if (token.Value is "{" or "[") depth++;
            else if (token.Value is "}" or "]") depth--;
            else if (depth == 1 && token.Groups[1].Success) members.Add(token.Groups[1].Value);
        }
        return [.. members];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GridActors.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("""(?:"([A-Za-z]+)"\s*:)|(?:"[^"]*")|[{}\[\]]""")]
    private static partial Regex Token();
}
