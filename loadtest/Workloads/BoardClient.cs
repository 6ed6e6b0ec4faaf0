using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.LoadTest.Workloads;

/// <summary>What a load test reads of a push; see docs/board-protocol.md. Lists are empty for kinds that have none.</summary>
public sealed record BoardPush
{
    public int Watch { get; init; }

    public long N { get; init; }

    public ImmutableArray<BoardCard> Cards { get; init; } = [];

    public ImmutableArray<BoardTile> Tiles { get; init; } = [];

    public ImmutableArray<BoardEscalation> Escalations { get; init; } = [];

    public ImmutableArray<BoardCounter> Counters { get; init; } = [];

    /// <summary>Journal entries that a push of changes covers.</summary>
    public int Entries { get; init; }

    /// <summary>The client that was sent it.</summary>
    [JsonIgnore]
    public BoardClient? Board { get; set; }

    /// <summary>When this program held the decoded push: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    [JsonIgnore]
    public long DecodedAt { get; set; }
}

public sealed record BoardCard(string CaseId, int Version, string State);

public sealed record BoardTile(string Area, ImmutableArray<int> Open);

public sealed record BoardEscalation(string Id, string CaseId, string Kind);

public sealed record BoardCounter(string Area, int Open, int Overdue);

/// <summary>One board over SignalR's JSON protocol. Counts gaps in <c>n</c>; a real board would ask again, a load test reports them.</summary>
public sealed class BoardClient : IAsyncDisposable
{
    private readonly HubConnection hub;
    private readonly TaskCompletionSource<BoardPush> snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long expected;
    private long gaps;

    public BoardClient(Uri service)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(service, "/hubs/board"), options =>
            {
                options.SkipNegotiation = true;
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            })
            .ConfigureLogging(static logging => logging.SetMinimumLevel(LogLevel.None))
            .AddJsonProtocol()
            .Build();
        hub.On<BoardPush>("Snapshot", push => Took(push, isSnapshot: true));
        hub.On<BoardPush>("Changes", push => Took(push, isSnapshot: false));
        hub.On<BoardPush>("Heartbeat", push => Took(push, isSnapshot: false));
    }

    /// <summary>Called with every push, one after another.</summary>
    public Action<BoardPush> Pushed { get; set; } = static _ => { };

    /// <summary>The first snapshot that came.</summary>
    public Task<BoardPush> FirstSnapshot => snapshot.Task;

    /// <summary>How often <c>n</c> was not the number expected.</summary>
    public long Gaps => Interlocked.Read(ref gaps);

    public bool IsConnected => hub.State == HubConnectionState.Connected;

    public Task Connect(CancellationToken cancel) => hub.StartAsync(cancel);

    public Task<int> Watch(string realm, string area, CancellationToken cancel) =>
        hub.InvokeAsync<int>("Watch", realm, area, null, null, cancel);

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private void Took(BoardPush push, bool isSnapshot)
    {
        push.DecodedAt = TimeProvider.System.GetTimestamp();
        push.Board = this;
        if (push.N != expected) Interlocked.Increment(ref gaps);
        expected = push.N + 1;
        if (isSnapshot) snapshot.TrySetResult(push);
        Pushed(push);
    }
}
