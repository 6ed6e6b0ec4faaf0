using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Tests.Web;

public sealed class FieldBadInputTests
{
    [Fact]
    public async Task Unknown_foreign_and_other_realms_tasks_do_not_exist_and_all_say_the_same()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("foreign-83kd92ms0qw", crew[0], building);
        var stranger = served.Roster().Responders.Last(one => one.Kind == ResponderKind.Worker && !served.Roster().WorkersOf(served.Registry.Buildings[building].Id.At(AreaLevel.Cell)).Contains(one.Id)).Id;
        var unknown = await served.Act("HQ3M7TKD2V9WXYZ1-1", "acknowledge", crew[0], "unknown-83kd92ms0qw");
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
        foreach (var (task, who) in ((string, ResponderId)[])[(taskId, stranger), ($"{caseId}-7", crew[0]), ($"{caseId}-0", crew[0]), (caseId, crew[0]), ($"{caseId}-1x", crew[0]), ("不是任务", crew[0])])
        {
            var answer = await served.Act(task, "acknowledge", who, $"foreign-{task.Length}-{who}");
            Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (answer.Status, answer.Text));
        }
        var inLive = await served.Post($"/api/tasks/{taskId}/acknowledge", new JsonObject { ["responder"] = crew[0].Value, ["deviceAt"] = "2026-01-01T00:00:00Z" }, "live-83kd92ms0qw1zzz");
        inLive.IsProblem(HttpStatusCode.Forbidden, "accounts-needed");
        (await served.Act(taskId, "acknowledge", new("worker-of-nowhere"), "nobody-83kd92ms0qw1")).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-responder", "/responder");
        served.Remove();
    }

    [Theory]
    [InlineData("note", """{"responder":"R","deviceAt":"2026-01-01T00:00:00Z","text":"a\u0000b"}""", "/text")]
    [InlineData("note", """{"responder":"R","deviceAt":"2026-01-01T00:00:00Z"}""", null)]
    [InlineData("note", """{"responder":"R","deviceAt":"2026-01-01T00:00:00Z","text":"x","rank":1}""", null)]
    [InlineData("decline", """{"responder":"R","deviceAt":"2026-01-01T00:00:00Z","reason":"lazy"}""", "/reason")]
    [InlineData("decline", """{"responder":"R","deviceAt":"2026-01-01T00:00:00Z","reason":0}""", "/reason")]
    [InlineData("accept", """{"responder":"R","deviceAt":"yesterday"}""", "/deviceAt")]
    [InlineData("accept", """{"responder":"R","deviceAt":"2026-01-01T00:00:00"}""", "/deviceAt")]
    [InlineData("accept", """{"responder":null,"deviceAt":"2026-01-01T00:00:00Z"}""", null)]
    public async Task What_cannot_be_read_is_refused_and_nothing_is_recorded(string command, string body, string? field)
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (_, taskId) = await served.Given("bad-83kd92ms0qw1zz", crew[0], building);
        var head = served.Get<IJournal>().Head(served.View().Instance, Partition.Open).Position;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{taskId}/{command}?realm={FieldDistrict.Realm}")
        {
            Content = new StringContent(body.Replace("\"R\"", $"\"{crew[0]}\"", StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "bad-body-83kd92ms0qw");
        (await Answered.Of(await served.Http.SendAsync(request, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.BadRequest, field: field);
        Assert.Equal(head, served.Get<IJournal>().Head(served.View().Instance, Partition.Open).Position);
        served.Remove();
    }

    [Fact]
    public async Task Keys_that_others_could_send_are_refused_and_a_finished_task_says_that_it_is_over()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (_, taskId) = await served.Given("keys-83kd92ms0qw1z", crew[0], building);
        foreach (var key in (string[])["short", "0000000000000001", "aaaaaaaaaaaaaaaaaaaa"])
            (await served.Act(taskId, "acknowledge", crew[0], key)).IsProblem(HttpStatusCode.BadRequest, "idempotency-key", "Idempotency-Key");
        await served.Act(taskId, "complete", crew[0], "finish-83kd92ms0qw1", new() { ["outcome"] = "nothing-found", ["note"] = "nothing there" });
        var over = await served.Act(taskId, "arrive", crew[0], "after-83kd92ms0qw1z");
        over.IsProblem(HttpStatusCode.Conflict, "case-over");
        Assert.Equal("closed", (string)over.Json["state"]!);
        served.Remove();
    }

    [Fact]
    public async Task A_phones_clock_a_day_ahead_is_said_to_be_and_is_not_kept()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("clock-83kd92ms0qw1", crew[0], building);
        var ahead = Instants.Text(Instants.Truncate(TimeProvider.System.GetUtcNow().AddDays(1)));
        Assert.Equal("ahead", (string)(await served.Act(taskId, "acknowledge", crew[0], "ahead-83kd92ms0qw1", deviceAt: ahead)).Json["clock"]!);
        var now = await served.Act(taskId, "arrive", crew[0], "right-83kd92ms0qw1");
        Assert.Equal("right", (string)now.Json["clock"]!);
        var timeline = (await served.Case(caseId, realm: FieldDistrict.Realm))["timeline"]!.AsArray();
        Assert.Null(timeline.Single(line => (string)line!["name"]! == "dispute-acknowledged")!["details"]!["deviceAt"]);
        Assert.NotNull(timeline.Single(line => (string)line!["name"]! == "dispute-task-advanced")!["details"]!["deviceAt"]);
        served.Remove();
    }

    [Fact]
    public async Task A_photo_is_kept_small_and_bare_and_what_is_none_is_refused()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("photo-83kd92ms0qw1", crew[0], building);
        (await Send(new byte[9 * 1024 * 1024], "image/jpeg", "nine-83kd92ms0qw1zz")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await Send("GIF89a, or so it says"u8.ToArray(), "image/gif", "gif-83kd92ms0qw1zzz")).IsProblem(HttpStatusCode.UnsupportedMediaType);
        (await Send("not an image at all"u8.ToArray(), "image/jpeg", "text-83kd92ms0qw1zz")).IsProblem(HttpStatusCode.UnprocessableEntity, "not-an-image");
        (await Send([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "image/jpeg", "cut-83kd92ms0qw1zzz")).IsProblem(HttpStatusCode.UnprocessableEntity, "not-an-image");
        (await Send(InventedPhotos.Bomb(), "image/png", "bomb-83kd92ms0qw1zz")).IsProblem(HttpStatusCode.UnprocessableEntity, "not-an-image");

        var sent = InventedPhotos.JpegWithPosition(3_000, 2_000);
        var first = await Send(sent, "image/jpeg", "kept-83kd92ms0qw1zz");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((string)first.Json["photo"]!, (string)(await Send(sent, "image/jpeg", "kept-83kd92ms0qw1zz")).Json["photo"]!);
        var page = await served.Case(caseId, realm: FieldDistrict.Realm);
        var row = (string)Assert.Single(page["photos"]!.AsArray())!["row"]!;
        Assert.Equal((string)first.Json["photo"]!, row);
        var ask = new JsonObject { ["row"] = row, ["purpose"] = "handling", ["desk"] = "desk 3" };
        using var shown = await served.Http.PostAsync(
            $"/api/cases/{caseId}/photo?realm={FieldDistrict.Realm}", new StringContent(ask.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal("image/jpeg", shown.Content.Headers.ContentType!.MediaType);
        var kept = await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1_600, 1_067), InventedPhotos.SizeOf(kept));
        Assert.DoesNotContain(InventedPhotos.Canary, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        (await served.Post($"/api/cases/{caseId}/photo?realm={FieldDistrict.Realm}", new JsonObject { ["row"] = "nothing", ["purpose"] = "handling", ["desk"] = "d" })).IsProblem(HttpStatusCode.NotFound);

        // the person is forgotten, and with them the picture
        await served.Post($"/api/cases/{caseId}/erase?realm={FieldDistrict.Realm}", new JsonObject { ["desk"] = "d", ["purpose"] = "persons-request" });
        (await served.Post($"/api/cases/{caseId}/photo?realm={FieldDistrict.Realm}", ask.DeepClone())).IsProblem(HttpStatusCode.Gone, "erased");
        served.Remove();

        async Task<Answered> Send(byte[] photo, string type, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{taskId}/photo?realm={FieldDistrict.Realm}&responder={crew[0]}&deviceAt=2026-01-01T00:00:00Z")
            {
                Content = new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            };
            request.Headers.Add("Idempotency-Key", key);
            request.Headers.ExpectContinue = true;
            return await Answered.Of(await served.Http.SendAsync(request));
        }
    }
}
