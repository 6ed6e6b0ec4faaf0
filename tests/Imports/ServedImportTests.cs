using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Silo.Imports;
using GridActors.Tests.Web;

namespace GridActors.Tests.Imports;

/// <summary>Imports into a district at work: through the service that holds its folder, with boards watching.</summary>
public sealed class ServedImportTests : IDisposable
{
    private readonly Village village = new();

    public ServedImportTests()
    {
        village.Write("people.csv", PeopleFilesTests.People);
        village.Write("duty.csv", PeopleFilesTests.Duty);
    }

    public void Dispose() => village.Dispose();

    private static Task<(int Exit, string Output, string Error)> Import(ServedDistrict served, string what, string folder, params string[] more) =>
        Village.Run([what, "import", folder, "--data", served.Data, .. more]);

    [Fact]
    public async Task Boards_begin_anew_open_cases_stay_and_new_ones_go_to_imported_people()
    {
        await using var served = await ServedDistrict.Start();
        served.Remove();
        var oldPlace = served.Registry.Buildings[3].Id;
        var caseId = await served.Reported("stays-where-it-was", building: 3);
        await served.Case(caseId);
        await using var board = await BoardWatch.Open(served);
        await board.Until(heard => board.Cards.ContainsKey(caseId));
        var (epoch, cursor) = (board.Epoch, board.Cursor);
        Assert.Equal(1, board.Snapshots);

        var hash = village.Registry().Hash;
        var dry = await Import(served, "registry", village.Folder, "--dry-run");
        Assert.Equal(0, dry.Exit);
        Assert.Contains("WARNING: 1 open cases lie in areas that are gone", dry.Output, StringComparison.Ordinal);
        Assert.Contains($"  {oldPlace}: 1 open", dry.Output, StringComparison.Ordinal);
        Assert.NotEqual(hash, served.Registry.Hash);

        var (exit, output, error) = await Import(served, "registry", village.Folder);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains($"adopted {hash}", output, StringComparison.Ordinal);
        var anew = await board.Next();
        while (anew.Kind != "Snapshot") anew = await board.Next();
        Assert.Equal((hash, oldPlace.Code), ((string?)anew.Push["registry"], (string?)anew.Push["cards"]!.AsArray().Single()!["area"]));
        Assert.Equal(2, board.Snapshots);

        await using (var resumed = await BoardWatch.Open(served, epoch: epoch, cursor: cursor)) // a cursor from before knows other places
        {
            await resumed.Until(heard => heard.Snapshots + heard.Tails > 0);
            Assert.Equal((1, 0), (resumed.Snapshots, resumed.Tails));
        }
        await using (var there = await BoardWatch.Open(served, area: oldPlace.Code)) // an area that is gone can be watched while something is open in it
            await there.Until(heard => there.Cards.ContainsKey(caseId));
        Assert.Equal(oldPlace.Code, (string?)(await served.Case(caseId))["card"]!["area"]);

        Assert.Equal(0, (await Import(served, "people", village.Folder)).Exit);
        var assigned = await served.Case(await served.Reported("goes-to-somebody", building: 0), page => page["card"]!["assigned"] is not null);
        var responder = (string)assigned["card"]!["assigned"]!["responder"]!;
        Assert.True(responder is "worker-1001" or "worker-1003", responder);
        Assert.Equal("worker", (string?)assigned["card"]!["assigned"]!["kind"]);
        Assert.Equal(6, (int)(await served.Get("/api/realms")).Json.AsArray().Single(realm => (string?)realm!["name"] == "live")!["roster"]!);

        await served.Post($"/api/cases/{caseId}/triage", new JsonObject { ["desk"] = "desk 3", ["area"] = "440306018013-002-0002", ["reason"] = "moved" }, "triaged-to-a-new-place", (string?)(await served.Case(caseId))["card"]!["etag"]);
        await served.Case(caseId, page => (string?)page["card"]!["area"] == "440306018013-002-0002");
    }

    [Fact]
    public async Task What_was_imported_is_there_after_a_restart()
    {
        var hash = village.Registry().Hash;
        string data;
        await using (var first = await ServedDistrict.Start())
        {
            data = first.Data;
            Assert.Equal((0, 0), ((await Import(first, "registry", village.Folder)).Exit, (await Import(first, "people", village.Folder)).Exit));
        }
        await using var second = await ServedDistrict.Start(data);
        second.Remove();
        Assert.Equal((hash, 6), (second.Registry.Hash, second.Get<IRealmPlaces>().RosterOf("live").Count));
        Assert.Equal(2, (await second.Get<IJournal>().ReadAll("live", Partition.Open, 0, 100)).Count(entry => entry.Name == "registry-adopted"));
    }

    [Fact]
    public async Task The_service_refuses_what_it_cannot_adopt()
    {
        await using var served = await ServedDistrict.Start();
        served.Remove();
        var before = served.Registry.Hash;
        (await served.Post(ImportWire.RegistryRoute, new JsonObject { ["hash"] = new string('a', 64) })).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-hash", "/hash");
        (await served.Post(ImportWire.RosterRoute, new JsonObject { ["hash"] = before })).IsProblem(HttpStatusCode.UnprocessableEntity, "unreadable", "/hash"); // a registry is no roster
        (await served.Post(ImportWire.RegistryRoute, new JsonObject { ["hash"] = "../../etc/passwd" })).IsProblem(HttpStatusCode.BadRequest, "malformed", "/hash");
        (await served.Post($"{ImportWire.RegistryRoute}?realm=demo", new JsonObject { ["hash"] = before })).IsProblem(HttpStatusCode.Conflict, "not-importable");
        (await served.Post(ImportWire.PersonsRoute, new JsonObject { ["keep"] = true, ["people"] = new JsonArray(new JsonObject { ["responder"] = "worker-1", ["name"] = "", ["phone"] = "" }) }))
            .IsProblem(HttpStatusCode.BadRequest, "malformed", "/people/0");
        Assert.Equal(before, served.Registry.Hash);

        var (exit, _, error) = await Import(served, "registry", village.Folder, "--realm", "demo");
        Assert.Equal(2, exit);
        Assert.Contains("not-importable", error, StringComparison.Ordinal);
        (exit, _, error) = await Import(served, "registry", village.Folder, "--realm", "nowhere");
        Assert.Equal((2, true), (exit, error.Contains("unknown-realm", StringComparison.Ordinal)));
    }
}
