using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GridActors.Journal;
using GridActors.Silo.Realms;

namespace GridActors.Tests.Web;

/// <summary>Violence found in an open case (contract §8): what others can see is an ordinary close and nothing else.</summary>
public sealed partial class SealedCasesTests
{
    [Fact]
    public async Task With_and_without_violence_everything_that_others_see_is_equal_but_for_time()
    {
        var (closed, violence) = (await Script(violence: false), await Script(violence: true));
        Assert.Equal(closed.Keys, violence.Keys);
        foreach (var (output, text) in closed) Assert.Equal($"{output} {text}", $"{output} {violence[output]}");
    }

    [Fact]
    public async Task The_sealed_desk_has_the_case_with_its_text_and_the_receipt_finds_it()
    {
        await using var served = await ServedDistrict.Start(null, "--desk", "need-to-know");
        await using var board = await BoardWatch.Open(served);
        var reported = await served.Post("/api/reports", served.Report(category: "neighbour", text: "shouting every night"), "sealed-83kd92ms0qwx1z");
        var (caseId, receipt) = ((string)reported.Json["caseId"]!, (string)reported.Json["receipt"]!);
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var body = new JsonObject { ["desk"] = "desk 3", ["closeReason"] = "no-contact", ["text"] = "she is hurt" };
        var first = await served.Post($"/api/cases/{caseId}/violence", body, "viol-83kd92ms0qwx1zz", etag);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/cases/{caseId}/violence", body, "viol-83kd92ms0qwx1zz", etag)).Status);
        await board.Until(seen => seen.Cards.Values.Any(card => (string)card["category"]! == "family-violence"));

        var card = Assert.Single(board.Cards.Values, card => (string)card["category"]! == "family-violence");
        var sealedId = (string)card["caseId"]!;
        Assert.Equal("district", (string)card["tier"]!);
        var revealed = await served.Post($"/api/cases/{sealedId}/reveal", new JsonObject { ["fields"] = new JsonArray("text", "notes"), ["purpose"] = "safety", ["desk"] = "desk 3" });
        Assert.Equal("shouting every night", (string)revealed.Json["text"]!);
        Assert.Equal("she is hurt", (string)revealed.Json["notes"]![0]!["text"]!);
        Assert.Equal("waiting", (string)(await served.Get($"/api/track/{receipt}")).Json["status"]!);
        Assert.Equal("closed", (string)(await served.Case(caseId))["card"]!["state"]!);
        Assert.Equal(reported.Text, (await served.Post("/api/reports", served.Report(category: "neighbour", text: "shouting every night"), "sealed-83kd92ms0qwx1z")).Text);
        served.Remove();
    }

    [Fact]
    public async Task An_open_case_cannot_be_called_violence_in_the_open_journal()
    {
        await using var served = await ServedDistrict.Start();
        var caseId = await served.Reported("triage-83kd92ms0qwx1z");
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var body = new JsonObject { ["desk"] = "d", ["category"] = "family-violence", ["reason"] = "bruises" };
        (await served.Post($"/api/cases/{caseId}/triage", body, "tviol-83kd92ms0qwx1z", etag)).IsProblem(HttpStatusCode.UnprocessableEntity, "use-violence", "/category");
        Assert.DoesNotContain("family-violence", served.Exported("live"), StringComparison.Ordinal);
        served.Remove();
    }

    [Fact]
    public async Task Asking_to_call_a_case_violence_does_not_tell_whether_it_was_handed_over()
    {
        await using var served = await ServedDistrict.Start();
        var answers = new List<string>();
        foreach (var (n, command, reason) in (IEnumerable<(int, string, string)>)[(1, "close", "reason"), (2, "violence", "closeReason")])
        {
            var caseId = await served.Reported($"asked-{n}-83kd92ms0qwx1z", building: n);
            await Quiet(served, "live");
            var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
            var ended = await served.Post($"/api/cases/{caseId}/{command}", new JsonObject { ["desk"] = "d", [reason] = "no-contact" }, $"ended-{n}-83kd92ms0qwx1z", etag);
            Assert.Equal(HttpStatusCode.OK, ended.Status);
            var body = new JsonObject { ["desk"] = "d", ["category"] = "family-violence", ["reason"] = "bruises" };
            await Quiet(served, "live");
            var answer = await served.Post($"/api/cases/{caseId}/triage", body, $"again-{n}-83kd92ms0qwx1z", (string)ended.Json["etag"]!);
            answers.Add(answer.Text.Replace(caseId, "<case>", StringComparison.Ordinal));
        }
        Assert.Equal(answers[0], answers[1]);
        served.Remove();
    }

    /// <summary>One and the same day, on one seed, with an ordinary close or with violence and the same ordinary reason; answers what others can see of it, by output.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Script(bool violence)
    {
        var served = await ServedDistrict.Start();
        Dictionary<string, string> outputs;
        await using (served) outputs = await Played(served, violence);
        // lines of several threads come in any order; the last ones come while it stops
        Assert.Contains(served.Log.Lines, line => line.Contains("the open partition of demo-0001 stands at", StringComparison.Ordinal));
        var lines = served.Log.Lines.Select(line => line.Replace(served.Data, "<folder>", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        outputs["the log"] = string.Join('\n', lines).Replace($":{served.Address.Port}", ":<port>", StringComparison.Ordinal);
        return outputs.ToDictionary(pair => pair.Key, pair => WithoutTime(pair.Value));
    }

    private static async Task<Dictionary<string, string>> Played(ServedDistrict served, bool violence)
    {
        await using var board = await BoardWatch.Open(served, realm: "demo");
        await board.Next();
        var first = await served.Reported("proof-a-83kd92ms0qwx1", building: 1, category: "neighbour", realm: "demo");
        await Quiet(served);
        await served.Reported("proof-b-83kd92ms0qwx1", building: 2, realm: "demo");
        await Quiet(served);
        await board.Until(seen => seen.Cards.Count == 2 && seen.Cards.Values.All(card => card["assigned"] is { } assigned && (bool)assigned["given"]!));
        var etag = (string)(await served.Case(first, realm: "demo"))["card"]!["etag"]!;
        var (command, body) = violence
            ? ("violence", new JsonObject { ["desk"] = "desk 3", ["closeReason"] = "moved-away", ["text"] = "he beats her" })
            : ("close", new JsonObject { ["desk"] = "desk 3", ["reason"] = "moved-away" });
        var answer = await served.Post($"/api/cases/{first}/{command}?realm=demo", body, "proof-c-83kd92ms0qwx1", etag);
        await board.Until(seen => seen.Cards.Count == 1);
        await Quiet(served);
        var third = await served.Reported("proof-d-83kd92ms0qwx1", building: 3, realm: "demo");
        await board.Until(seen => seen.Cards.TryGetValue(third, out var card) && card["assigned"] is { } assigned && (bool)assigned["given"]!);
        await Quiet(served);

        var outputs = new Dictionary<string, string> { ["the answer"] = answer.Text, ["the board"] = string.Join('\n', board.Cards.Values.Select(card => card.ToJsonString())) };
        foreach (var path in (string[])["/api/journal?realm=demo&limit=1000", $"/api/cases/{first}?realm=demo", "/api/realms", "/metrics", "/health/ready", "/health/live", "/api/parked?realm=demo"])
            outputs[path] = (await served.Get(path)).Text;
        var page = JsonNode.Parse(outputs["/api/journal?realm=demo&limit=1000"])!;
        outputs["/api/journal?realm=demo&limit=1000"] = InOneOrder(page["entries"]!.AsArray().Select(entry => entry!.ToJsonString()));
        outputs["the export"] = InOneOrder(served.Exported("demo-0001").Split('\n'));
        served.Remove();
        return outputs;
    }

    /// <summary>Waits until everything in the realm's journal has been followed.</summary>
    private static async Task Quiet(ServedDistrict served, string realm = "demo")
    {
        using var patience = new CancellationTokenSource(BoardWatch.PatienceMax);
        var (realms, journal) = (served.Get<IRealms>(), served.Get<IJournal>());
        var instance = realms.Find(realm)!.Instance;
        while (realms.StatusOf(instance) is var status && status.Followed < status.Head) await journal.WaitPast(instance, Partition.Open, status.Head, patience.Token);
    }

    /// <summary>
    /// The entries, a line each. A case that ends leaves its cell and its worker, two streams that write side by side: with or without violence either may come
    /// first, so here the cell always does.
    /// </summary>
    private static string InOneOrder(IEnumerable<string> entries)
    {
        var lines = entries.Select(line => Position().Replace(line, "<nth>", 1)).ToList();
        for (var n = 1; n < lines.Count; n++)
            if (lines[n - 1].Contains("\"task-withdrawn\"", StringComparison.Ordinal) && lines[n].Contains("\"case-left\"", StringComparison.Ordinal))
                (lines[n - 1], lines[n]) = (lines[n], lines[n - 1]);
        return string.Join('\n', lines);
    }

    /// <summary>Instants, hashes over them, ETags that carry a hash's part, and what is random in every world are left out.</summary>
    private static string WithoutTime(string text) => Hashed().Replace(Instant().Replace(text, "<at>"), "<hash>");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z|(?<=_seconds\{[^}]*\} )\S+")]
    private static partial Regex Instant();

    [GeneratedRegex("""(?<="position":)\d+""")]
    private static partial Regex Position();

    [GeneratedRegex("""(?<="hash":")[0-9a-f]{64}|(?<="epoch":")[^"]+|(?<=\d-)[0-9a-f]{16}(?=")|(?<=\d:)[0-9a-f]{64}""")]
    private static partial Regex Hashed();
}
