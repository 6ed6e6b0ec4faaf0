using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.OpsWeb.Hosting;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.Tests.Web;

/// <summary>The whole service on a free loopback port, over a data folder of its own; restart it by starting another on the same folder.</summary>
public sealed class ServedDistrict : IAsyncDisposable
{
    private readonly WebApplication app;
    private bool removed;

    private ServedDistrict(WebApplication app, string data, RecordedLog log)
    {
        (this.app, Data, Log) = (app, data, log);
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new(new SocketsHttpHandler { Expect100ContinueTimeout = AskedFirst }) { BaseAddress = Address };
    }

    public string Data { get; }

    /// <summary>What the service has logged, as it is shipped; still there when it has stopped.</summary>
    public RecordedLog Log { get; }

    public Uri Address { get; }

    /// <summary>Whoever asks before sending a large body waits for the answer: refused while sending, they would see a broken line as often as the refusal.</summary>
    private static readonly TimeSpan AskedFirst = TimeSpan.FromSeconds(30);

    public HttpClient Http { get; }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public Registry Registry => Get<IRealmPlaces>().RegistryOf("live");

    /// <param name="data">An existing data folder, or null for a new one; <see cref="Remove"/> it at the end.</param>
    public static Task<ServedDistrict> Start(string? data = null, params string[] more) => StartOn(0, data, more);

    /// <summary>The same on a port of the test's choice (0: a free one), so that a page can find the service again.</summary>
    public static async Task<ServedDistrict> StartOn(int port, string? data = null, params string[] more)
    {
        data ??= Directory.CreateTempSubdirectory("served-").FullName;
        string[] store = await DistrictStores.Arguments(data);
        var options = OpsWebOptions.Parse(["--urls", $"http://127.0.0.1:{port}", "--data", data, "--demo", "quiet", "--buildings", "2000", .. store, .. more], out _)
            ?? throw new InvalidOperationException("the options cannot be read");
        await options.District.Store.Prepare(TimeProvider.System);
        var app = OpsWeb.Hosting.OpsWeb.Build(options);
        var log = new RecordedLog();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync();
        return new(app, data, log);
    }

    /// <summary>A report of something at the n-th building.</summary>
    public JsonObject Report(int building = 0, string category = "hazard", string text = "the railing is loose") => new()
    {
        ["category"] = category,
        ["text"] = text,
        ["place"] = new JsonObject { ["buildingId"] = Registry.Buildings[building].Id.Code },
    };

    public async Task<Answered> Post(string path, JsonNode body, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", $"\"{ifMatch}\"");
        return await Answered.Of(await Http.SendAsync(request));
    }

    public async Task<Answered> Get(string path) => await Answered.Of(await Http.GetAsync(path));

    /// <summary>Reports and answers the case's id.</summary>
    public async Task<string> Reported(string key, int building = 0, string category = "hazard", string realm = "live")
    {
        var answer = await Post($"/api/reports?realm={realm}", Report(building, category), key);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return (string)answer.Json["caseId"]!;
    }

    /// <summary>An instance's open partition as an operator exports it: NDJSON.</summary>
    public string Exported(string instance)
    {
        using var output = new MemoryStream();
        using var tables = Get<ServedFolder>().Store.ReadTables(instance);
        JournalExport.Write(instance, tables, Partition.Open, "registry", output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Waits until the case's page satisfies the condition.</summary>
    public async Task<JsonNode> Case(string caseId, Func<JsonNode, bool>? until = null, string realm = "live")
    {
        using var patience = new CancellationTokenSource(BoardWatch.PatienceMax);
        while (true)
        {
            var instance = Get<IRealms>().Find(realm)!.Instance;
            var position = Get<IJournal>().Head(instance, Partition.Open).Position;
            var page = await Get($"/api/cases/{caseId}?realm={realm}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            if (until is null || until(page.Json)) return page.Json;
            await Get<IJournal>().WaitPast(instance, Partition.Open, position, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (!removed) return;
        Directory.Delete(Data, recursive: true);
        await DistrictStores.Remove(Data);
    }

    /// <summary>Nobody starts on this folder again: it goes with the service.</summary>
    public void Remove() => removed = true;
}

/// <summary>An answer, read whole.</summary>
public sealed record Answered(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public static async Task<Answered> Of(HttpResponseMessage answer) =>
        new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);

    /// <summary>A problem with this status and code, naming the field where one is at fault.</summary>
    public void IsProblem(HttpStatusCode status, string? code = null, string? field = null)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", MediaType);
        if (code is not null) Assert.Equal(code, (string?)Json["code"]);
        if (field is not null) Assert.Equal(field, (string?)Json["field"]);
    }
}
