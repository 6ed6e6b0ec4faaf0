using GridActors.Disputes;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Board;

/// <summary>What is counted for one area of the tree; every level above the leaves is kept equal to the sum of its children.</summary>
internal sealed class AreaTally(AreaId area, AreaTally? parent)
{
    private static readonly string[] CategoryCodes =
        [.. Enum.GetNames<Category>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private BySeverity open, waiting, overdue;
    private int[]? byCategory;
    private List<string>? cases;

    public AreaId Area { get; } = area;

    public AreaTally? Parent { get; } = parent;

    public List<AreaTally> Children { get; } = [];

    public DayCounts Day;

    public int EscalatedLastHour { get; set; }

    /// <summary>Open cases right here; only leaves have any.</summary>
    public IReadOnlyList<string> Cases => cases ?? (IReadOnlyList<string>)[];

    public bool HasOpen => open.Sum > 0;

    public void Add(DisputeCard card)
    {
        (cases ??= new(1)).Add(card.CaseId);
        for (var tally = this; tally is not null; tally = tally.Parent) tally.Count(card, 1);
    }

    public void Remove(DisputeCard card)
    {
        cases?.Remove(card.CaseId);
        for (var tally = this; tally is not null; tally = tally.Parent) tally.Count(card, -1);
    }

    public BoardTile Tile() => new(Area, open.ToArray(), waiting.ToArray(), overdue.ToArray());

    public BoardCounter Counter() => new(
        Area, open.Sum, waiting.Sum, overdue.Sum, Day.Received, Day.Settled, Day.Closed, Day.Withdrawn, Day.Refused, EscalatedLastHour, Categories());

    /// <summary>This area's leaves that something is open in, in the order they were first seen.</summary>
    public IEnumerable<AreaTally> OpenLeaves()
    {
        if (!HasOpen) return [];
        return Children.Count == 0 ? [this] : Children.SelectMany(child => child.OpenLeaves());
    }

    private void Count(DisputeCard card, int one)
    {
        var severity = (int)card.Severity;
        open[severity] += one;
        if (card.State == CardState.Waiting) waiting[severity] += one;
        if (card.IsOverdue) overdue[severity] += one;
        (byCategory ??= new int[CategoryCodes.Length])[(int)card.Category] += one;
    }

    private Dictionary<string, int> Categories()
    {
        var named = new Dictionary<string, int>();
        for (var i = 0; byCategory is not null && i < byCategory.Length; i++)
        {
            if (byCategory[i] != 0) named[CategoryCodes[i]] = byCategory[i];
        }
        return named;
    }
}

/// <summary>What came and went since the realm's day began.</summary>
internal struct DayCounts
{
    public int Received, Settled, Closed, Withdrawn, Refused;

    public readonly bool IsZero => (Received | Settled | Closed | Withdrawn | Refused) == 0;

    public void Add(DayCounts more)
    {
        Received += more.Received;
        Settled += more.Settled;
        Closed += more.Closed;
        Withdrawn += more.Withdrawn;
        Refused += more.Refused;
    }

    public void Count(GoneOutcome outcome, int one)
    {
        switch (outcome)
        {
            case GoneOutcome.Settled: Settled += one; break;
            case GoneOutcome.Closed: Closed += one; break;
            case GoneOutcome.Withdrawn: Withdrawn += one; break;
            case GoneOutcome.Refused: Refused += one; break;
        }
    }
}
