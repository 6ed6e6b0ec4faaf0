using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GridActors.LoadTest.Workloads;

/// <summary>What a load test reads of a push; see docs/board-protocol.md. Lists are empty for kinds that have none.</summary>
public sealed record BoardPush : Push
{
    public ImmutableArray<BoardCard> Cards { get; init; } = [];

    public ImmutableArray<BoardTile> Tiles { get; init; } = [];

    public ImmutableArray<BoardEscalation> Escalations { get; init; } = [];

    public ImmutableArray<BoardCounter> Counters { get; init; } = [];

    /// <summary>Journal entries that a push of changes covers.</summary>
    public int Entries { get; init; }

    /// <summary>The client that was sent it.</summary>
    [JsonIgnore]
    public BoardClient? Board { get; set; }
}

public sealed record BoardCard(string CaseId, int Version, string State);

public sealed record BoardTile(string Area, ImmutableArray<int> Open);

public sealed record BoardEscalation(string Id, string CaseId, string Kind);

public sealed record BoardCounter(string Area, int Open, int Overdue);

/// <summary>One board: follows an area.</summary>
public sealed class BoardClient(Uri service) : Follower<BoardPush>(service, "/hubs/board")
{
    public Task<int> Watch(string realm, string area, CancellationToken cancel) => Begin("Watch", realm, area, cancel);

    protected override void Took(BoardPush push) => push.Board = this;
}
