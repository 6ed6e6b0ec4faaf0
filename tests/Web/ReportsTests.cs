using System.Net;
using System.Text.Json.Nodes;

namespace GridActors.Tests.Web;

public sealed class ReportsTests
{
    private const string Key = "report-7Gq2xLw9TzBn";

    [Fact]
    public async Task A_report_sent_ten_times_at_once_is_one_case_also_after_a_restart()
    {
        string data, first;
        await using (var served = await ServedDistrict.Start())
        {
            data = served.Data;
            var report = served.Report().ToJsonString();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => served.Post("/api/reports", JsonNode.Parse(report)!, Key)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
            first = Assert.Single(answers.Select(answer => answer.Text).Distinct());
            Assert.Equal(1, await Reports(served));
        }
        await using (var again = await ServedDistrict.Start(data))
        {
            var report = again.Report().ToJsonString();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => again.Post("/api/reports", JsonNode.Parse(report)!, Key)));
            Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, first), (answer.Status, answer.Text)));
            Assert.Equal(1, await Reports(again));
            again.Remove();
        }
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_the_same_body_spelled_otherwise_is_not()
    {
        await using var served = await ServedDistrict.Start();
        await served.Reported(Key);
        (await served.Post("/api/reports", served.Report(text: "something else"), Key)).IsProblem(HttpStatusCode.UnprocessableEntity, "other-body", "Idempotency-Key");
        (await served.Post("/api/reports", served.Report(category: "family-violence"), Key)).IsProblem(HttpStatusCode.UnprocessableEntity, "other-body");

        var reordered = new JsonObject(served.Report().Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        Assert.Equal(HttpStatusCode.Created, (await served.Post("/api/reports", reordered, Key)).Status);
        Assert.Equal(1, await Reports(served));
        served.Remove();
    }

    [Fact]
    public async Task A_resend_after_the_case_was_settled_answers_the_same_case_and_receipt()
    {
        await using var served = await ServedDistrict.Start();
        var first = await served.Post("/api/reports", served.Report(), Key);
        var caseId = (string)first.Json["caseId"]!;
        await served.Post($"/api/cases/{caseId}/acknowledge", new JsonObject { ["desk"] = "desk 3" }, "ack-9wK2mRt5YxQe8u");
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var settled = await served.Post($"/api/cases/{caseId}/settle", new JsonObject { ["desk"] = "desk 3", ["terms"] = "repaired" }, "settle-Lq83ndKwPz0", etag);
        Assert.Equal(HttpStatusCode.OK, settled.Status);

        var again = await served.Post("/api/reports", served.Report(), Key);

        Assert.Equal((HttpStatusCode.Created, first.Text), (again.Status, again.Text));
        served.Remove();
    }

    [Fact]
    public async Task What_cannot_be_placed_waits_on_the_districts_triage_list()
    {
        await using var served = await ServedDistrict.Start();
        var airport = served.Registry.Airport.Center;
        var building = served.Registry.Buildings[5];
        Assert.Equal(building.Id.Code, await AreaOf(served, "place-a-83kd92ms0", new() { ["position"] = new JsonArray(building.Position.Lon, building.Position.Lat) }));
        Assert.Equal("440306400", await AreaOf(served, "place-b-83kd92ms0", new() { ["position"] = new JsonArray(airport.Lon, airport.Lat) }));
        Assert.Equal("district-unlocated", await AreaOf(served, "place-c-83kd92ms0", new() { ["position"] = new JsonArray(121.47, 31.23) }));
        Assert.Equal("district-unlocated", await AreaOf(served, "place-d-83kd92ms0", new() { ["address"] = "behind the old banyan" }));
        Assert.Equal(building.Id.Code, await AreaOf(served, "place-e-83kd92ms0", new() { ["address"] = building.Address }));
        served.Remove();
    }

    [Fact]
    public async Task Danger_is_answered_with_the_numbers_to_call_and_whether_the_desk_is_open()
    {
        await using var served = await ServedDistrict.Start();
        var answer = await served.Post("/api/reports", served.Report(category: "family-violence"), Key);
        Assert.Equal(["110", "120", "12338", "12348"], answer.Json["emergency"]!.AsArray().Select(one => (string)one!["number"]!));
        Assert.Equal("closed", (string)answer.Json["desk"]!);
        Assert.Equal(0, await Reports(served));
        (await served.Get($"/api/cases/{answer.Json["caseId"]}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await served.Get($"/api/track/{answer.Json["receipt"]}")).Status);
        served.Remove();
    }

    private static async Task<string> AreaOf(ServedDistrict served, string key, JsonObject place)
    {
        var report = served.Report();
        report["place"] = place;
        var answer = await served.Post("/api/reports", report, key);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return (string)(await served.Case((string)answer.Json["caseId"]!))["card"]!["area"]!;
    }

    private static async Task<int> Reports(ServedDistrict served) =>
        (await served.Get("/api/journal?limit=1000")).Json["entries"]!.AsArray().Count(entry => (string)entry!["name"]! == "dispute-reported");
}
