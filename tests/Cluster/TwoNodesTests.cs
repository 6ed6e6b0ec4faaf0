using System.Net;
using System.Text.Json.Nodes;
using GridActors.Tests.Faults;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Cluster;

/// <summary>Two web nodes before two silos.</summary>
[Collection(nameof(FaultTrials))]
public sealed class TwoNodesTests(PostgresServer server)
{
    private const string Railing = """{"category":"hazard","text":"the railing is loose","place":{"position":[113.8831,22.5553]}}""";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_same_report_at_two_nodes_at_once_is_one_case_and_what_one_node_took_the_other_shows()
    {
        await using var cluster = await ClusterProcesses.Start(server);
        var second = await cluster.AddWeb();
        for (var n = 0; n < 30; n++)
        {
            var key = $"two-nodes-{n:D2}-9wK2mRt5YxQe";
            var told = await Task.WhenAll(Report(cluster.Http, key), Report(second.Http, key));
            Assert.All(told, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
            Assert.Equal(told[0].Text, told[1].Text);
        }
        Assert.Equal(30L, (await cluster.Ask("SELECT count(*) FROM live.entries WHERE name = 'dispute-reported'"))[0]);
        foreach (var web in cluster.Webs) await cluster.Until(async () => (int)(await Live(web.Http))["openCases"]! == 30, "a node does not show the cases", Soon);
    }

    [Fact]
    public async Task Places_adopted_through_one_node_reach_every_process()
    {
        await using var cluster = await ClusterProcesses.Start(server);
        var second = await cluster.AddWeb();
        var before = (string)(await Live(second.Http))["registry"]!["hash"]!;
        var folder = Path.Combine(cluster.Root, "districts-files");
        await cluster.Command("registry", "export", "--csv", folder, "--data", cluster.FolderOf(cluster.Webs[0]), "--keys", cluster.Keys);
        var buildings = Path.Combine(folder, "buildings.csv");
        await File.WriteAllLinesAsync(buildings, (await File.ReadAllLinesAsync(buildings, TestContext.Current.CancellationToken)).SkipLast(1), TestContext.Current.CancellationToken);
        await cluster.Command("registry", "import", folder, "--data", cluster.FolderOf(cluster.Webs[0]), "--keys", cluster.Keys);
        await cluster.Until(async () => (string)(await Live(second.Http))["registry"]!["hash"]! != before, "the other node does not show the new places", Soon);
        var adopted = (string)(await Live(second.Http))["registry"]!["hash"]!;
        await cluster.Until(
            () => Task.FromResult(cluster.Silos.All(silo => silo.Said.Contains($"live works with the places of registry {adopted}", StringComparison.Ordinal))), "a silo works with the old places", Soon);
    }

    private static async Task<JsonNode> Live(HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri("/api/realms", UriKind.Relative)))!.AsArray().Single(realm => (string)realm!["name"]! == "live")!;

    private static async Task<(HttpStatusCode Status, string Text)> Report(HttpClient http, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/reports", UriKind.Relative)) { Content = new StringContent(Railing, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
