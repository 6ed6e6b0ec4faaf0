using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GridActors.Tests.Faults;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Cluster;

/// <summary>A realm with a clock of its own among several silos and web nodes.</summary>
[Collection(nameof(FaultTrials))]
public sealed class SharedDemoTests(PostgresServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact(Explicit = true)]
    public async Task A_demo_runs_at_one_silo_is_steered_and_replaced_from_any_web_node_and_outlives_its_silo()
    {
        await using var cluster = await ClusterProcesses.Start(server, demo: "on");
        var second = await cluster.AddWeb();
        var began = await Demo(cluster.Http);
        Assert.True((int)began["openCases"]! > 100, began.ToJsonString());
        await cluster.Until(async () => (DateTimeOffset)(await Demo(second.Http))["now"]! > (DateTimeOffset)began["now"]!, "the demo's time stands still", Soon);
        await using (var census = await GrainCensus.Start(cluster.Connection))
        {
            await cluster.Until(async () => (await census.Count("dispute", "demo-0001")).Count > 0, "nobody plays", Soon);
            Assert.Equal((await cluster.HolderOf("demo-0001"))!.SiloPort, Assert.Single((await census.Count("dispute", "demo-0001")).Keys));
        }

        var paused = await Post(second.Http, "clock", new { paused = true });
        Assert.True((bool)paused["clock"]!["paused"]!);
        await cluster.Until(async () => (bool)(await Demo(cluster.Http))["clock"]!["paused"]!, "the other node does not show the pause", Soon);
        var stepped = await Post(cluster.Http, "clock", new { step = true });
        Assert.True((DateTimeOffset)stepped["now"]! > (DateTimeOffset)paused["now"]!);

        var killed = (await cluster.HolderOf("demo-0001"))!;
        await killed.Kill();
        await cluster.Until(async () => await cluster.HolderOf("demo-0001") is { } next && next != killed, "nobody took the demo over", Soon);
        JsonObject later = [];
        await cluster.Until(async () => (later = await TryPost(cluster.Http, "clock", new { step = true })).ContainsKey("now"), "the demo takes no step any more", Soon);
        var stood = (DateTimeOffset)stepped["now"]!;
        Assert.InRange((DateTimeOffset)later["now"]!, stood, stood.AddMinutes(30)); // time between holders does not count
        Assert.True((bool)later["clock"]!["paused"]!, later.ToJsonString());

        var wiped = await Post(second.Http, "wipe", new { });
        Assert.Equal("demo-0002", (string)wiped["instance"]!);
        foreach (var web in cluster.Webs)
            await cluster.Until(async () => await Demo(web.Http) is var shown && (string)shown["instance"]! == "demo-0002" && (int)shown["openCases"]! > 100, "a node does not show the next demo", Soon);
    }

    private static async Task<JsonObject> Demo(HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri("/api/realms", UriKind.Relative)))!.AsArray().Select(realm => realm!.AsObject()).Single(realm => (string)realm["name"]! == "demo");

    private static async Task<JsonObject> Post(HttpClient http, string act, object body)
    {
        var told = await TryPost(http, act, body);
        return told.ContainsKey("now") ? told : throw new InvalidOperationException(told.ToJsonString());
    }

    private static async Task<JsonObject> TryPost(HttpClient http, string act, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"/api/realms/demo/{act}", UriKind.Relative), body);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }
}
