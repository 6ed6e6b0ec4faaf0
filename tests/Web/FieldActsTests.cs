using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Tests.Web;

/// <summary>What people in the field do about their tasks, from the phone to the board.</summary>
public sealed class FieldActsTests
{
    [Fact]
    public async Task Receipts_of_the_phone_come_to_the_boards_card_and_to_the_timeline()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("receipt-83kd92ms0qw", crew[0], building);
        await using var board = await BoardWatch.Open(served, FieldDistrict.Realm);
        await board.Until(seen => seen.Cards.ContainsKey(caseId));
        JsonNode Told() => board.Cards[caseId]["told"]!.AsArray()[^1]!;
        Assert.Null((string?)Told()["deliveredAt"]);

        var delivered = await served.Act(taskId, "delivered", crew[0], "delivered-83kd92ms0qw");
        Assert.Equal(HttpStatusCode.OK, delivered.Status);
        await board.Until(_ => (string?)Told()["deliveredAt"] is not null);
        Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "seen", crew[0], "seen-83kd92ms0qw1z")).Status);
        await board.Until(_ => (string?)Told()["seenAt"] is not null);
        Assert.Equal("offered", (string)delivered.Json["stage"]!);

        var names = (await served.Case(caseId, realm: FieldDistrict.Realm))["timeline"]!.AsArray().Select(line => (string)line!["name"]!).ToList();
        Assert.Equal(["task-given", "task-delivered", "task-seen"], names.Where(name => name.StartsWith("task-", StringComparison.Ordinal)));
        served.Remove();
    }

    [Fact]
    public async Task A_task_goes_from_received_to_done_and_its_text_lies_in_the_vault()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("whole-83kd92ms0qw1", crew[0], building);
        await using var phone = await InboxWatch.Open(served, crew[0].Value);
        foreach (var (command, stage) in ((string, string)[])[("acknowledge", "acknowledged"), ("accept", "accepted"), ("set-out", "on-the-way"), ("arrive", "arrived")])
        {
            var answer = await served.Act(taskId, command, crew[0], $"{command}-83kd92ms0qw1z");
            Assert.Equal((HttpStatusCode.OK, stage, "right"), (answer.Status, (string)answer.Json["stage"]!, (string)answer.Json["clock"]!));
            await phone.Until(seen => seen.Tasks.TryGetValue(taskId, out var task) && (string)task["stage"]! == stage);
        }
        await served.Act(taskId, "note", crew[0], "note-83kd92ms0qw1z", new() { ["text"] = "the neighbour holds the key" });
        var done = await served.Act(taskId, "complete", crew[0], "done-83kd92ms0qw1zz", new() { ["outcome"] = "settled", ["note"] = "fixed with two screws" });
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Null(done.Json["kept"]);
        await phone.Until(seen => seen.Gone.Count > 0);

        Assert.Equal((taskId, "settled"), ((string)phone.Gone[0]["taskId"]!, (string)phone.Gone[0]["outcome"]!));
        Assert.Empty(phone.Tasks);
        var revealed = await served.Post(
            $"/api/cases/{caseId}/reveal?realm={FieldDistrict.Realm}", new JsonObject { ["fields"] = new JsonArray("notes"), ["purpose"] = "handling", ["desk"] = "d" });
        Assert.Equal(["fixed with two screws", "the neighbour holds the key"], revealed.Json["notes"]!.AsArray().Select(note => (string)note!["text"]!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("screws", served.Exported(served.View().Instance), StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Texts, text => text.Contains("screws", StringComparison.Ordinal) || text.Contains("neighbour", StringComparison.Ordinal));
        served.Remove();
    }

    [Fact]
    public async Task A_task_that_is_declined_goes_to_the_next_one_on_duty_and_is_not_asked_for_again()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(2);
        var (caseId, taskId) = await served.Given("decline-83kd92ms0qw", crew[0], building);
        await using var phone = await InboxWatch.Open(served, crew[0].Value);
        await phone.Until(seen => seen.Tasks.ContainsKey(taskId));
        var answer = await served.Act(taskId, "decline", crew[0], "declined-83kd92ms0qw", new() { ["reason"] = "too-far" });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await phone.Until(seen => seen.Gone.Count > 0);
        Assert.Equal("declined", (string)phone.Gone[0]["outcome"]!);
        var page = await served.Case(caseId, page => (string?)page["card"]!["assigned"]?["responder"] is { } next && next != crew[0].Value || (string)page["card"]!["tier"]! != "cell", FieldDistrict.Realm);
        Assert.NotEqual(crew[0].Value, (string?)page["card"]!["assigned"]?["responder"]);
        (await served.Act(taskId, "arrive", crew[0], "late-83kd92ms0qw1zz")).IsProblem(HttpStatusCode.Conflict, "task-moved-on");
        served.Remove();
    }

    [Fact]
    public async Task Of_two_colleagues_at_one_instant_one_has_the_task_and_the_other_is_told_who()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(3);
        for (var round = 0; round < RaceRounds; round++)
        {
            var (caseId, taskId) = await served.Given($"race-{round}-83kd92ms0qw", crew[0], building);
            var asked = await Task.WhenAll(crew.Skip(1).Take(2).Select(who => served.Act(taskId, "acknowledge", who, $"race-{round}-{who}-83kd92")));
            var (won, lost) = asked[0].Status == HttpStatusCode.OK ? (0, 1) : (1, 0);
            Assert.Equal(HttpStatusCode.OK, asked[won].Status);
            Assert.Equal($"{caseId}-2", (string)asked[won].Json["taskId"]!);
            Assert.Equal(HttpStatusCode.Conflict, asked[lost].Status);
            Assert.Equal(crew[1 + won].Value, (string)asked[lost].Json["by"]!["responder"]!);
            Assert.EndsWith("*", (string)asked[lost].Json["by"]!["name"]!, StringComparison.Ordinal);
            Assert.Equal("inHand", (string)asked[lost].Json["state"]!);
        }
        served.Remove();
    }

    /// <summary>Rounds of two colleagues who press at once.</summary>
    private const int RaceRounds = 200;

    [Fact]
    public async Task A_hand_over_goes_to_somebody_on_duty_and_only_on_what_was_seen()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(2);
        var (caseId, taskId) = await served.Given("over-83kd92ms0qw1z", crew[0], building);
        await using var other = await InboxWatch.Open(served, crew[1].Value);
        await other.Next();
        var stale = (string)(await served.Act(taskId, "acknowledge", crew[0], "oack-83kd92ms0qw1z")).Json["etag"]!;
        await served.Act(taskId, "note", crew[0], "onote-83kd92ms0qw1z", new() { ["text"] = "n" });
        JsonObject Over(ResponderId to) => new() { ["to"] = to.Value, ["brief"] = "the key is at the gate" };
        (await served.Act(taskId, "hand-over", crew[0], "over-a-83kd92ms0qw1", Over(crew[1]), stale)).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        (await served.Act(taskId, "hand-over", crew[0], "over-b-83kd92ms0qw1", new() { ["to"] = "nobody", ["brief"] = "b" })).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-responder", "/to");
        var resting = served.Roster().Responders.First(one => one.Kind == ResponderKind.Worker && !served.Roster().OnDuty(one.Id, served.View().Now)).Id;
        (await served.Act(taskId, "hand-over", crew[0], "over-c-83kd92ms0qw1", Over(resting))).IsProblem(HttpStatusCode.Conflict, "off-duty");
        Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "hand-over", crew[0], "over-d-83kd92ms0qw1", Over(crew[1]))).Status);
        await other.Until(seen => seen.Tasks.ContainsKey($"{caseId}-2"));
        Assert.Equal((crew[0].Value, true), ((string)other.Tasks[$"{caseId}-2"]["handedFrom"]!, (bool)other.Tasks[$"{caseId}-2"]["briefed"]!));
        served.Remove();
    }

    [Fact]
    public async Task A_call_for_help_comes_to_the_board_at_once_and_a_desk_answers_it()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("help-83kd92ms0qw1z", crew[0], building);
        await using var board = await BoardWatch.Open(served, FieldDistrict.Realm);
        await board.Until(seen => seen.Cards.ContainsKey(caseId));
        Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "call-for-help", crew[0], "call-83kd92ms0qw1zz")).Status);
        await board.Until(seen => seen.Escalations.Count > 0);
        Assert.Equal("help", (string)board.Escalations[^1]["kind"]!);
        var desk = new JsonObject { ["desk"] = "desk 3" };
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/cases/{caseId}/answer-help?realm={FieldDistrict.Realm}", desk, "answer-83kd92ms0qw1z")).Status);
        await board.Until(seen => seen.Cards[caseId]["task"]!["help"] is null);
        (await served.Post($"/api/cases/{caseId}/answer-help?realm={FieldDistrict.Realm}", desk.DeepClone(), "again-83kd92ms0qw1zz")).IsProblem(HttpStatusCode.Conflict, "no-help-called");
        served.Remove();
    }

    [Fact]
    public async Task What_was_written_in_a_dead_spot_is_kept_though_the_task_has_moved_on()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("dead-83kd92ms0qw1z", crew[0], building);
        var etag = (string)(await served.Case(caseId, realm: FieldDistrict.Realm))["card"]!["etag"]!;
        await served.Post($"/api/cases/{caseId}/level-up?realm={FieldDistrict.Realm}", new JsonObject { ["desk"] = "d", ["reason"] = "r" }, "dead-up-83kd92ms0qw", etag);
        var kept = await served.Act(taskId, "complete", crew[0], "dead-done-83kd92ms0q", new() { ["outcome"] = "settled", ["note"] = "it was fixed" });
        Assert.Equal((HttpStatusCode.OK, true, "waiting"), (kept.Status, (bool)kept.Json["kept"]!, (string)kept.Json["movedOn"]!["state"]!));
        Assert.NotEqual("cell", (string)kept.Json["movedOn"]!["tier"]!);
        Assert.Equal(kept.Json["movedOn"]!.ToJsonString(), (await served.Act(taskId, "note", crew[0], "dead-note-83kd92ms0q", new() { ["text"] = "n" })).Json["movedOn"]!.ToJsonString());
        (await served.Act(taskId, "arrive", crew[0], "dead-arrive-83kd92ms")).IsProblem(HttpStatusCode.Conflict, "task-moved-on");
        Assert.Equal("waiting", (string)(await served.Case(caseId, realm: FieldDistrict.Realm))["card"]!["state"]!);
        served.Remove();
    }

    [Fact]
    public async Task The_same_act_sent_again_is_answered_the_same_and_recorded_once()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (_, taskId) = await served.Given("again-83kd92ms0qw1", crew[0], building);
        var at = "2026-01-01T00:00:00Z";
        var first = await served.Act(taskId, "acknowledge", crew[0], "twice-83kd92ms0qw1z", deviceAt: at);
        var head = served.Get<IJournal>().Head(served.View().Instance, Partition.Open).Position;
        var second = await served.Act(taskId, "acknowledge", crew[0], "twice-83kd92ms0qw1z", deviceAt: at);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("behind", (string)first.Json["clock"]!);
        Assert.Equal(head, served.Get<IJournal>().Head(served.View().Instance, Partition.Open).Position);
        (await served.Act(taskId, "acknowledge", crew[0], "twice-83kd92ms0qw1z", deviceAt: "2026-01-01T00:00:01Z")).IsProblem(HttpStatusCode.UnprocessableEntity, "other-body");
        served.Remove();
    }
}
