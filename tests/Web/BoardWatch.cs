using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace GridActors.Tests.Web;

/// <summary>One push as a board hears it.</summary>
public sealed record Heard(string Kind, JsonNode Push);

/// <summary>A board: connects, watches, checks that pushes are numbered without a gap, and keeps everything it heard.</summary>
public sealed class BoardWatch : IAsyncDisposable
{
    public static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    private readonly HubConnection hub;
    private readonly Channel<Heard> heard = Channel.CreateUnbounded<Heard>();
    private long expected;
    private int watch;

    private BoardWatch(HubConnection hub) => this.hub = hub;

    public string? Epoch { get; private set; }

    public string? Cursor { get; private set; }

    public Dictionary<string, JsonNode> Cards { get; } = [];

    public List<JsonNode> Escalations { get; } = [];

    public int Snapshots { get; private set; }

    public int Tails { get; private set; }

    public static async Task<BoardWatch> Open(ServedDistrict served, string realm = "live", string area = "district", string? epoch = null, string? cursor = null)
    {
        var board = new BoardWatch(new HubConnectionBuilder().WithUrl(new Uri(served.Address, "/hubs/board")).Build()) { Epoch = epoch, Cursor = cursor };
        foreach (var kind in (string[])["Snapshot", "Changes", "Heartbeat"])
            board.hub.On<JsonNode>(kind, push => board.heard.Writer.TryWrite(new(kind, push)));
        await board.hub.StartAsync();
        await board.Watch(realm, area, epoch, cursor);
        return board;
    }

    public async Task Watch(string realm, string area, string? epoch, string? cursor)
    {
        watch = await hub.InvokeAsync<int>("Watch", realm, area, epoch, cursor);
        expected = 0;
    }

    public Task<T> Invoke<T>(string method, params object?[] arguments) => hub.InvokeCoreAsync<T>(method, arguments);

    /// <summary>The next push of the watch, taken in.</summary>
    public async Task<Heard> Next()
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            var next = await heard.Reader.ReadAsync(patience.Token);
            if ((int)next.Push["watch"]! != watch) continue;
            Assert.Equal(expected++, (long)next.Push["n"]!);
            Take(next);
            return next;
        }
    }

    /// <summary>Takes in pushes until the condition holds.</summary>
    public async Task Until(Func<BoardWatch, bool> condition)
    {
        while (!condition(this)) await Next();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private void Take(Heard next)
    {
        Cursor = (string)next.Push["cursor"]!;
        if (next.Kind == "Heartbeat") return;
        if (next.Kind == "Snapshot")
        {
            (Snapshots, Epoch) = (Snapshots + 1, (string)next.Push["epoch"]!);
            Cards.Clear();
            Escalations.Clear();
        }
        else if ((bool)next.Push["tail"]!) Tails++;
        foreach (var card in next.Push["cards"]!.AsArray()) Cards[(string)card!["caseId"]!] = card;
        if (next.Kind == "Changes")
        {
            foreach (var gone in next.Push["gone"]!.AsArray()) Cards.Remove((string)gone!["caseId"]!);
        }
        Escalations.AddRange(next.Push["escalations"]!.AsArray()!);
    }
}
