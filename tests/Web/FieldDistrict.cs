using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Silo.Realms;

namespace GridActors.Tests.Web;

/// <summary>People in the field of a served district: a demo that nobody plays, whose clock stands until a test lets it step.</summary>
public static class FieldDistrict
{
    public const string Realm = "demo";

    /// <summary>Bodies name the phone's clock; this one is right.</summary>
    private static string Now => Instants.Text(Instants.Truncate(TimeProvider.System.GetUtcNow()));

    public static Task<ServedDistrict> Start(string? data = null, params string[] more) => ServedDistrict.Start(data, ["--demo-rate", "0", .. more]);

    public static RealmView View(this ServedDistrict served) => served.Get<IRealms>().Find(Realm)!;

    public static Roster Roster(this ServedDistrict served) => served.Get<IRealmPlaces>().RosterOf(served.View().Instance);

    /// <summary>The n-th building's cell's workers on duty, best first.</summary>
    public static IReadOnlyList<ResponderId> OnDuty(this ServedDistrict served, int building = 0) =>
        served.Roster().OnDutyFor(served.Registry.Buildings[building].Id.At(AreaLevel.Cell), served.View().Now);

    /// <summary>A building whose cell has at least so many workers on duty, and these workers.</summary>
    public static (int Building, IReadOnlyList<ResponderId> Workers) Crew(this ServedDistrict served, int atLeast)
    {
        for (var building = 0; building < served.Registry.Buildings.Count; building++)
            if (served.OnDuty(building) is var crew && crew.Count >= atLeast) return (building, crew);
        throw new InvalidOperationException("no cell has so many on duty");
    }

    /// <summary>Reports a case that the given responder has when it returns; answers its case id and its task's id.</summary>
    public static async Task<(string CaseId, string TaskId)> Given(this ServedDistrict served, string key, ResponderId to, int building = 0, string category = "hazard")
    {
        var caseId = await served.Reported(key, building, category, Realm);
        var page = await served.Case(caseId, page => page["card"]!["assigned"] is not null || (string)page["card"]!["tier"]! != "cell", Realm);
        if ((string?)page["card"]!["assigned"]?["responder"] != to.Value)
        {
            var body = new JsonObject { ["desk"] = "d", ["responder"] = to.Value };
            var answer = await served.Post($"/api/cases/{caseId}/assign?realm={Realm}", body, $"assign-{key}", (string)page["card"]!["etag"]!);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        }
        page = await served.Case(caseId, page => (bool?)page["card"]!["assigned"]?["given"] == true && (string)page["card"]!["assigned"]!["responder"]! == to.Value, Realm);
        return (caseId, $"{caseId}-{page["card"]!["task"]!["number"]}");
    }

    public static Task<Answered> Act(
        this ServedDistrict served, string taskId, string command, ResponderId by, string key, JsonObject? more = null, string? ifMatch = null, string? deviceAt = null)
    {
        var body = more?.DeepClone().AsObject() ?? [];
        (body["responder"], body["deviceAt"]) = (by.Value, deviceAt ?? Now);
        return served.Post($"/api/tasks/{taskId}/{command}?realm={Realm}", body, key, ifMatch);
    }

    /// <summary>One step of the standing clock.</summary>
    public static async Task Step(this ServedDistrict served) =>
        Assert.Equal(HttpStatusCode.OK, (await served.Post("/api/realms/demo/clock", new JsonObject { ["step"] = true })).Status);
}
