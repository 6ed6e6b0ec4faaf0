using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>Counts by severity: red, orange, yellow, blue.</summary>
[InlineArray(Severities)]
internal struct BySeverity
{
    public const int Severities = 4;

    private int first;

    public readonly int Sum
    {
        get
        {
            var sum = 0;
            foreach (var count in this) sum += count;
            return sum;
        }
    }

    public readonly int[] ToArray() => ((ReadOnlySpan<int>)this).ToArray();
}

/// <summary>What is open in one leaf area: a building, or an <c>-unlocated</c> child. The <c>tile</c> of docs/board-protocol.md.</summary>
public sealed record BoardTile(AreaId Area, int[] Open, int[] Waiting, int[] Overdue);

/// <summary>Sums of one child of the watched area; received to refused since the realm's day began. The <c>counter</c> of docs/board-protocol.md.</summary>
public sealed record BoardCounter(
    AreaId Area, int Open, int Waiting, int Overdue, int Received, int Settled, int Closed, int Withdrawn, int Refused, int EscalatedLastHour,
    IReadOnlyDictionary<string, int> ByCategory);

/// <summary>How a card left a board.</summary>
public enum GoneOutcome
{
    Settled,
    Refused,
    Withdrawn,
    Closed,

    /// <summary>It is open still, but no longer in the watched area.</summary>
    Moved,
}

public sealed record GoneCase(string CaseId, GoneOutcome Outcome, DateTimeOffset At, AreaId Area);

/// <summary>Something seen and gone again, such as a visit.</summary>
public sealed record BoardPulse(AreaId Area, string Kind, DateTimeOffset At);

/// <summary>How far a partition was folded: its position and part of that row's hash.</summary>
public readonly record struct BoardMark(Partition Partition, long Position, ulong HashTag);

/// <summary>What a viewer may see. <see cref="Version"/> counts changes of what a scope means: cursors of another one are not resumed.</summary>
public sealed record BoardScope(string Name, bool SeesSealed, int Version)
{
    /// <summary>The one scope until accounts exist: nothing sealed.</summary>
    public static readonly BoardScope Open = new("open", SeesSealed: false, Version: 1);

    /// <summary>The need-to-know desk.</summary>
    public static readonly BoardScope NeedToKnow = new("need-to-know", SeesSealed: true, Version: 1);

    [JsonIgnore]
    public Partition[] Partitions => SeesSealed ? [Partition.Open, Partition.Sealed] : [Partition.Open];
}
