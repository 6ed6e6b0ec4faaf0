using System.Net;
using System.Text.Json.Nodes;
using GridActors.OpsWeb.Hosting;

namespace GridActors.Tests.Web;

public sealed class CaseCommandsTests
{
    [Fact]
    public async Task Whoever_is_second_to_acknowledge_hears_who_was_first_and_when()
    {
        await using var served = await ServedDistrict.Start();
        var caseId = await served.Reported("ack-83kd92ms0qwx1z");
        var first = await served.Post($"/api/cases/{caseId}/acknowledge", Desk("desk Wang"), "first-83kd92ms0qwx1");
        var second = await served.Post($"/api/cases/{caseId}/acknowledge", Desk("desk Li"), "second-83kd92ms0qwx1");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        second.IsProblem(HttpStatusCode.Conflict, "already-acknowledged");
        Assert.Equal("desk Wang", (string)second.Json["by"]!["desk"]!);
        Assert.NotNull((string?)second.Json["at"]);
        Assert.Equal(first.Text, (await served.Post($"/api/cases/{caseId}/acknowledge", Desk("desk Wang"), "first-83kd92ms0qwx1")).Text);
        (await served.Post($"/api/cases/{caseId}/acknowledge", Desk("desk Other"), "first-83kd92ms0qwx1")).IsProblem(HttpStatusCode.UnprocessableEntity, "other-body");
        served.Remove();
    }

    [Fact]
    public async Task What_must_be_decided_on_the_newest_state_needs_its_etag()
    {
        await using var served = await ServedDistrict.Start();
        var caseId = await served.Reported("etag-83kd92ms0qwx1z");
        var seen = (string)(await served.Case(caseId, page => page["card"]!["assigned"] is null || page["card"]!["version"]!.GetValue<int>() >= 1))["card"]!["etag"]!;
        var close = new JsonObject { ["desk"] = "d", ["reason"] = "duplicate" };
        (await served.Post($"/api/cases/{caseId}/close", Clone(close), "none-83kd92ms0qwx1z")).IsProblem((HttpStatusCode)428, "if-match-required", "If-Match");
        await served.Post($"/api/cases/{caseId}/note", new JsonObject { ["desk"] = "d", ["text"] = "called back" }, "note-83kd92ms0qwx1z");
        (await served.Post($"/api/cases/{caseId}/close", Clone(close), "stale-83kd92ms0qwx1", seen)).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        var now = (string)(await served.Case(caseId))["card"]!["etag"]!;
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/cases/{caseId}/close", Clone(close), "now-83kd92ms0qwx1zz", now)).Status);
        served.Remove();
    }

    [Fact]
    public async Task Every_command_can_be_given_and_stands_in_the_timeline_with_its_desk()
    {
        await using var served = await ServedDistrict.Start();
        var caseId = await served.Reported("all-83kd92ms0qwx1zq", category: "labour");
        var given = 0;
        async Task Give(string command, JsonObject body)
        {
            body["desk"] = "窗口 3";
            var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
            var answer = await served.Post($"/api/cases/{caseId}/{command}", body, $"{command}-83kd92ms0qwx1z-{given++}", etag);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{command}: {answer.Text}");
        }
        await Give("accept", []);
        await Give("triage", new() { ["severity"] = "orange", ["reason"] = "wages for six weeks" });
        await Give("level-up", new() { ["reason"] = "beyond the cell" });
        await Give("level-down", new() { ["reason"] = "the cell knows the firm" });
        await Give("acknowledge", []);
        await Give("release", new() { ["reason"] = "mistaken" });
        await Give("note", new() { ["text"] = "spoke with both" });
        await Give("acknowledge", []);
        await Give("settle", new() { ["terms"] = "paid by Friday" });
        await Give("reopen", new() { ["reason"] = "not paid" });
        await Give("withdraw", new() { ["reason"] = "went to arbitration" });

        var page = await served.Case(caseId);
        Assert.Equal("withdrawn", (string)page["card"]!["state"]!);
        var byDesk = page["timeline"]!.AsArray().Where(line => (string?)line!["by"]?["desk"] == "窗口 3").Select(line => (string)line!["name"]!);
        Assert.Equal(
            [
                "dispute-accepted", "dispute-triaged", "dispute-escalated", "dispute-level-lowered", "dispute-acknowledged", "dispute-released", "dispute-noted",
                "dispute-acknowledged", "dispute-settled", "dispute-reopened", "dispute-withdrawn",
            ], byDesk);
        served.Remove();
    }

    [Fact]
    public async Task Personal_text_is_masked_until_somebody_says_what_for()
    {
        await using var served = await ServedDistrict.Start();
        var report = served.Report();
        report["reporter"] = new JsonObject { ["name"] = "张三丰", ["phone"] = "13800000000" };
        var caseId = (string)(await served.Post("/api/reports", report, "mask-83kd92ms0qwx1z")).Json["caseId"]!;
        var page = await served.Case(caseId);
        Assert.Equal(("张*", "138****0000"), ((string)page["masked"]!["name"]!, (string)page["masked"]!["phone"]!));
        Assert.DoesNotContain("railing", page.ToJsonString(), StringComparison.Ordinal);

        var revealed = await served.Post($"/api/cases/{caseId}/reveal", new JsonObject { ["fields"] = new JsonArray("name", "phone"), ["purpose"] = "contact", ["desk"] = "desk 3" });
        Assert.Equal(("张三丰", "13800000000"), ((string)revealed.Json["name"]!, (string)revealed.Json["phone"]!));
        Assert.Null((string?)revealed.Json["text"]);
        (await served.Post($"/api/cases/{caseId}/reveal", new JsonObject { ["fields"] = new JsonArray("name"), ["purpose"] = "curiosity", ["desk"] = "desk 3" }))
            .IsProblem(HttpStatusCode.BadRequest, field: "/purpose");
        served.Remove();
    }

    [Fact]
    public async Task A_party_withdraws_with_the_receipt_and_the_receipt_is_then_like_any_wrong_one()
    {
        await using var served = await ServedDistrict.Start();
        var receipt = (string)(await served.Post("/api/reports", served.Report(), "track-83kd92ms0qwx1z")).Json["receipt"]!;
        var tracked = await served.Get($"/api/track/{receipt}");
        Assert.True((bool)tracked.Json["canWithdraw"]!);
        Assert.Equal(9, ((string)tracked.Json["area"]!).Length);
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/track/{receipt}/note", new JsonObject { ["text"] = "it is worse now" }, "tnote-83kd92ms0qwx1z")).Status);
        var withdrawn = await served.Post($"/api/track/{receipt}/withdraw", new JsonObject(), "twith-83kd92ms0qwx1z");
        Assert.Equal("withdrawn", (string)withdrawn.Json["status"]!);
        Assert.Equal(withdrawn.Text, (await served.Post($"/api/track/{receipt}/withdraw", new JsonObject(), "twith-83kd92ms0qwx1z")).Text);

        var gone = await served.Get($"/api/track/{receipt}");
        var wrong = await served.Get("/api/track/L0000000000000000");
        Assert.Equal((HttpStatusCode.NotFound, wrong.Text), (gone.Status, gone.Text));
        served.Remove();
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://192.168.1.4:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://district.example:5080")]
    [InlineData("nonsense")]
    public void Until_there_are_accounts_only_this_machine_is_served(string address) => Assert.Contains("--urls", OpsWebOptions.RefusalOf([address]), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void This_machine_is_served(string address) => Assert.Null(OpsWebOptions.RefusalOf([address]));

    private static JsonObject Desk(string name) => new() { ["desk"] = name };

    private static JsonNode Clone(JsonNode body) => body.DeepClone();
}
