using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Archive;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Web;

/// <summary>A person is forgotten: the texts, the key, and what finds the case. What happened stays.</summary>
public sealed class ErasingTests
{
    private const string ReportKey = "erase-83kd92ms0qwx1z", Canary = "she is called CANARY";

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Erasing_a_case_erases_its_sealed_twin_whichever_is_named_and_says_nothing_of_the_other(bool named)
    {
        await using var served = await ServedDistrict.Start(null, "--desk", "need-to-know");
        var (open, twin, receipt) = await Sealed(served);
        var (openBefore, twinBefore) = (await Texts(served, open), await Texts(served, twin));
        Assert.True(openBefore > 0 && twinBefore > 0);
        var head = served.Get<IJournal>().Head("live", Partition.Open).Position;

        var answer = await Erase(served, named ? twin : open);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($$"""{"caseId":"{{(named ? twin : open)}}","erased":true}""", answer.Text);

        Assert.Equal((0, 0), (await Texts(served, open), await Texts(served, twin)));
        (await served.Get($"/api/track/{receipt}")).IsProblem(HttpStatusCode.NotFound);
        foreach (var caseId in (string[])[open, twin])
        {
            var page = (await served.Get($"/api/cases/{caseId}")).Json;
            Assert.Empty(page["fields"]!.AsArray());
            Assert.Null(page["masked"]);
        }
        Assert.Equal(head, served.Get<IJournal>().Head("live", Partition.Open).Position); // the journal does not tell who was forgotten
        Assert.Equal(HttpStatusCode.OK, (await Erase(served, open)).Status); // again is fine
        (await served.Post($"/api/cases/{open}/note", new JsonObject { ["desk"] = "d", ["text"] = "more" }, "note-83kd92ms0qwx1zz")).IsProblem(HttpStatusCode.Gone, "erased");
        served.Remove();
    }

    [Fact]
    public async Task Who_ordered_it_and_why_is_written_down_and_a_wish_without_a_reason_is_refused()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "it is about SQLite's files");
        await using var served = await ServedDistrict.Start();
        var caseId = await served.Reported("erase-audit-83kd92ms0qwx");
        (await served.Post($"/api/cases/{caseId}/erase", new JsonObject { ["desk"] = "desk 3" })).IsProblem(HttpStatusCode.BadRequest, "malformed");
        (await served.Post($"/api/cases/{caseId}/erase", new JsonObject { ["desk"] = "desk 3", ["purpose"] = "curiosity" })).IsProblem(HttpStatusCode.BadRequest, "malformed");
        (await served.Post("/api/cases/AAAAAAAAAAAAAAAA/erase", new JsonObject { ["desk"] = "d", ["purpose"] = "mistake" })).IsProblem(HttpStatusCode.NotFound);
        Assert.NotEqual(0, await Texts(served, caseId));

        Assert.Equal(HttpStatusCode.OK, (await Erase(served, caseId)).Status);
        await using var tables = await DistrictStores.OpenTables(served.Data, "live");
        await using var read = tables.CreateCommand();
        read.CommandText = "SELECT who || ' ' || purpose || ' ' || caseId || ' ' || fields FROM access";
        await using var rows = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"desk 3 persons-request {caseId} erased", rows.GetString(0));
        Assert.False(await rows.ReadAsync(TestContext.Current.CancellationToken));
        served.Remove();
    }

    private static Task<Answered> Erase(ServedDistrict served, string caseId) =>
        served.Post($"/api/cases/{caseId}/erase", new JsonObject { ["desk"] = "desk 3", ["purpose"] = "persons-request" });

    private static async Task<int> Texts(ServedDistrict served, string caseId) =>
        (await served.Get<IVault>().Open("live", caseId)).Count + (await served.Get<IVaultTable>().ReadRows("live", caseId)).Count;

    private static async Task<(string Open, string Twin, string Receipt)> Sealed(ServedDistrict served)
    {
        var reported = await served.Post("/api/reports", served.Report(category: "neighbour", text: Canary), ReportKey);
        var (caseId, receipt) = ((string)reported.Json["caseId"]!, (string)reported.Json["receipt"]!);
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var body = new JsonObject { ["desk"] = "desk 3", ["closeReason"] = "no-contact", ["text"] = "she is hurt" };
        Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/cases/{caseId}/violence", body, "viol-83kd92ms0qwx1zz", etag)).Status);
        await LivedIn.Quiet(served);
        return (caseId, served.Get<IRealmSecrets>().KeysOf("live").SealedCaseId(caseId), receipt);
    }
}
