using System.Net;
using System.Text.Json.Nodes;
using GridActors.Places;

namespace GridActors.Tests.Web;

public sealed class FieldPagesTests
{
    private const string Q = "realm=" + FieldDistrict.Realm;

    [Fact]
    public async Task People_to_play_are_invented_masked_and_found_by_place()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var cell = served.Registry.Buildings[building].Id.Parent;
        var people = (await served.Get($"/api/field/people?{Q}&area={cell.Code}&max=100")).Json.AsArray();
        Assert.All(people, one => Assert.EndsWith("*", (string)one!["name"]!, StringComparison.Ordinal));
        Assert.Contains(people, one => (string)one!["kind"]! == "worker" && (string)one["home"]! == cell.Code);
        var found = (await served.Get($"/api/field/people?{Q}&q={crew[0]}&onDuty=true")).Json.AsArray();
        Assert.Equal(crew[0].Value, (string)Assert.Single(found)!["responder"]!);
        (await served.Get("/api/field/people")).IsProblem(HttpStatusCode.Forbidden, "accounts-needed");
        (await served.Get($"/api/field/people?{Q}&area=nowhere")).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-area", "area");
        served.Remove();
    }

    [Fact]
    public async Task A_person_sees_their_own_duty_their_colleagues_and_what_lies_with_them()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(2);
        var (_, taskId) = await served.Given("team-83kd92ms0qw1zz", crew[0], building);
        var page = (await served.Get($"/api/field/{crew[1]}?{Q}")).Json;
        Assert.Equal((crew[1].Value, true), ((string)page["duty"]!["responder"]!, (bool)page["duty"]!["onDuty"]!));
        Assert.Contains(page["colleagues"]!.AsArray(), one => (string)one!["responder"]! == crew[0].Value && (bool)one["onDuty"]!);
        Assert.Contains(page["cells"]!.AsArray(), cell => (string)cell! == served.Registry.Buildings[building].Id.Parent.Code);
        var duty = (await served.Get($"/api/field/{crew[1]}/duty?{Q}&days=7")).Json.AsArray();
        Assert.NotEmpty(duty);
        Assert.Equal(["from", "to"], duty[0]!.AsObject().Select(member => member.Key));

        async Task<IEnumerable<string>> Team() => (await served.Get($"/api/field/{crew[1]}/team?{Q}")).Json.AsArray().Select(task => (string)task!["taskId"]!).ToList();
        Assert.Contains(taskId, await Team());
        Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "acknowledge", crew[1], "take-83kd92ms0qw1zz")).Status);
        await using var phone = await InboxWatch.Open(served, crew[1].Value);
        await phone.Until(seen => seen.Tasks.Count > 0);
        Assert.DoesNotContain(taskId, await Team());
        (await served.Get($"/api/field/nobody?{Q}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        served.Remove();
    }

    [Fact]
    public async Task A_building_that_was_walked_goes_to_the_end_of_the_list_and_nobody_is_named()
    {
        await using var served = await FieldDistrict.Start();
        var worker = served.Roster().Responders.First(one => one.Kind == ResponderKind.Worker && served.Registry.Buildings.Any(building => building.Id.Parent == one.Home)).Id;
        async Task<JsonArray> Buildings() => (await served.Get($"/api/field/{worker}/visits?{Q}")).Json["buildings"]!.AsArray();
        var first = (string)(await Buildings())[0]!["building"]!;
        var body = new JsonObject { ["responder"] = worker.Value, ["deviceAt"] = "2026-01-01T00:00:00Z" };
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/buildings/{first}/visit?{Q}", body, "visit-83kd92ms0qw1zz")).Status);
        await using var board = await BoardWatch.Open(served, FieldDistrict.Realm);
        await board.Next(); // folded up to here
        var line = (await Buildings()).Single(one => (string)one!["building"]! == first)!;
        Assert.NotNull((string?)line["lastVisitAt"]);
        Assert.NotNull((string?)line["dueAt"]);
        Assert.DoesNotContain(worker.Value, served.Exported(served.View().Instance), StringComparison.Ordinal);
        (await served.Post($"/api/buildings/{served.Registry.Buildings[^1].Id}/visit?{Q}", body.DeepClone(), "vfar-83kd92ms0qw1zzz")).IsProblem(HttpStatusCode.NotFound);
        served.Remove();
    }

    [Fact]
    public async Task A_cell_says_who_is_on_duty_or_where_its_cases_go()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var cell = served.Registry.Buildings[building].Id.Parent;
        var duty = (await served.Get($"/api/cells/{cell.Code}/duty?{Q}")).Json;
        Assert.Equal(crew.Select(one => one.Value), duty["onDuty"]!.AsArray().Select(one => (string)one!["responder"]!));
        Assert.Null(duty["nobody"]);
        var inLive = (await served.Get($"/api/cells/{cell.Code}/duty")).Json; // nobody was imported
        Assert.Equal(("community", "nobody-on-duty"), ((string)inLive["nobody"]!["then"]!, (string)inLive["nobody"]!["reason"]!));
        (await served.Get($"/api/cells/440306999999-001/duty?{Q}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        served.Remove();
    }

    [Fact]
    public async Task A_tasks_page_tells_its_case_in_codes()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("page-83kd92ms0qw1zz", crew[0], building);
        await served.Post($"/api/cases/{caseId}/note?{Q}", new JsonObject { ["desk"] = "canary-desk", ["text"] = "n" }, "pagenote-83kd92ms0qw");
        var page = await served.Get($"/api/tasks/{taskId}?{Q}&responder={crew[0]}");
        Assert.Equal(taskId, (string)page.Json["task"]!["taskId"]!);
        Assert.Contains(page.Json["timeline"]!.AsArray(), line => (string)line!["name"]! == "task-given");
        Assert.DoesNotContain("canary-desk", page.Text, StringComparison.Ordinal);
        served.Remove();
    }
}
