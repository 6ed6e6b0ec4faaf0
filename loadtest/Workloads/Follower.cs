using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.LoadTest.Workloads;

/// <summary>What every push of a hub that follows the journal carries; see docs/board-protocol.md.</summary>
public abstract record Push
{
    public int Watch { get; init; }

    public long N { get; init; }

    /// <summary>When this program held the decoded push: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    [JsonIgnore]
    public long DecodedAt { get; set; }
}

/// <summary>A session as its holder sees it, whatever it follows.</summary>
public interface IFollower : IAsyncDisposable
{
    bool IsConnected { get; }

    /// <summary>How often <c>n</c> was not the number expected.</summary>
    long Gaps { get; }
}

/// <summary>One client of such a hub over SignalR's JSON protocol. Counts gaps in <c>n</c>; a real one would ask again, a load test reports them.</summary>
public abstract class Follower<TPush> : IFollower
    where TPush : Push
{
    private readonly HubConnection hub;
    private readonly TaskCompletionSource<TPush> snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long expected;
    private long gaps;

    protected Follower(Uri service, string path)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(service, path), options =>
            {
                options.SkipNegotiation = true;
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            })
            .ConfigureLogging(static logging => logging.SetMinimumLevel(LogLevel.None))
            .AddJsonProtocol()
            .Build();
        hub.On<TPush>("Snapshot", push => Take(push, isSnapshot: true));
        hub.On<TPush>("Changes", push => Take(push, isSnapshot: false));
        hub.On<TPush>("Heartbeat", push => Take(push, isSnapshot: false));
    }

    /// <summary>Called with every push, one after another.</summary>
    public Action<TPush> Pushed { get; set; } = static _ => { };

    /// <summary>The first snapshot that came.</summary>
    public Task<TPush> FirstSnapshot => snapshot.Task;

    public long Gaps => Interlocked.Read(ref gaps);

    public bool IsConnected => hub.State == HubConnectionState.Connected;

    public Task Connect(CancellationToken cancel) => hub.StartAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to follow a subject of a realm, without a cursor.</summary>
    protected Task<int> Begin(string method, string realm, string subject, CancellationToken cancel) => hub.InvokeAsync<int>(method, realm, subject, null, null, cancel);

    /// <summary>A push has come; before <see cref="Pushed"/>.</summary>
    protected virtual void Took(TPush push)
    {
    }

    private void Take(TPush push, bool isSnapshot)
    {
        push.DecodedAt = TimeProvider.System.GetTimestamp();
        Took(push);
        if (push.N != expected) Interlocked.Increment(ref gaps);
        expected = push.N + 1;
        if (isSnapshot) snapshot.TrySetResult(push);
        Pushed(push);
    }
}
