using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace GridActors.Tests.Web;

/// <summary>One push as a board or a phone hears it.</summary>
public sealed record Heard(string Kind, JsonNode Push);

/// <summary>A client of a hub: connects, watches, and checks that pushes are numbered without a gap.</summary>
public abstract class PushWatch : IAsyncDisposable
{
    public static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    private readonly HubConnection hub;
    private readonly Channel<Heard> heard = Channel.CreateUnbounded<Heard>();
    private long expected;
    private int watch;

    protected PushWatch(ServedDistrict served, string path)
    {
        hub = new HubConnectionBuilder().WithUrl(new Uri(served.Address, path)).Build();
        foreach (var kind in (string[])["Snapshot", "Changes", "Heartbeat"]) hub.On<JsonNode>(kind, push => heard.Writer.TryWrite(new(kind, push)));
    }

    public string? Epoch { get; private set; }

    public string? Cursor { get; private set; }

    public int Snapshots { get; private set; }

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
            Cursor = (string)next.Push["cursor"]!;
            if (next.Kind == "Snapshot") (Snapshots, Epoch) = (Snapshots + 1, (string)next.Push["epoch"]!);
            Take(next);
            return next;
        }
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    protected Task Connect() => hub.StartAsync();

    protected async Task Begin(string method, params object?[] arguments)
    {
        watch = await hub.InvokeCoreAsync<int>(method, arguments);
        expected = 0;
    }

    protected abstract void Take(Heard next);
}
