using GridActors.Disputes;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>What changed on a board between two marks, conflated but for its escalations; a watcher's push is its part that lies in the watched area.</summary>
internal sealed class BoardDelta
{
    /// <summary>Pulses in a push; more say no more.</summary>
    public const int PulsesMax = 50;

    private readonly Dictionary<string, (CaseChange Change, HashSet<AreaId>? Formers)> cases = [];
    private readonly HashSet<AreaTally> dirty = [];
    private readonly List<BoardPulse> pulses = [];

    private readonly Dictionary<ResponderId, TouchedInbox> inboxes = [];

    public List<Escalation> Escalations { get; } = [];

    /// <summary>Whose inboxes it touches.</summary>
    public IReadOnlyDictionary<ResponderId, TouchedInbox> Inboxes => inboxes;

    public int Entries { get; set; }

    /// <summary>The realm's clock was set.</summary>
    public bool ClockSet { get; set; }

    public bool IsEmpty => cases.Count == 0 && dirty.Count == 0 && pulses.Count == 0 && Escalations.Count == 0 && !ClockSet;

    public void Add(BoardNote note)
    {
        if (note.Case is { } change) Add(change);
        if (note.Escalation is { } escalation) Escalations.Add(escalation);
    }

    public void Add(CaseChange change)
    {
        var formers = cases.TryGetValue(change.CaseId, out var known) ? known.Formers : null;
        if (change.Former is { } former) (formers ??= []).Add(former);
        cases[change.CaseId] = (change, formers);
        if (change.Lost is { } lost) InboxOf(lost.Responder).Lost.Add((change.CaseId, lost));
        if (change.Holder is { } holder) InboxOf(holder).Cases.Add(change.CaseId);
    }

    public void Add(BoardPulse pulse)
    {
        if (pulses.Count < PulsesMax) pulses.Add(pulse);
    }

    public void Touch(AreaTally leaf)
    {
        for (var tally = leaf; tally is not null; tally = tally.Parent) dirty.Add(tally);
    }

    public void TouchOnly(AreaTally tally) => dirty.Add(tally);

    private TouchedInbox InboxOf(ResponderId responder)
    {
        if (!inboxes.TryGetValue(responder, out var touched)) inboxes.Add(responder, touched = new());
        return touched;
    }

    /// <summary>The part of it in one area.</summary>
    public BoardChanges In(AreaId area, DistrictBoard board, bool allCounters)
    {
        var (cards, gone) = (new List<DisputeCard>(), new List<GoneCase>());
        foreach (var (change, formers) in cases.Values)
        {
            var was = formers?.FirstOrDefault(former => former.IsIn(area)).Code is not null;
            if (board.Find(change.CaseId) is { } card)
            {
                if (card.Area.IsIn(area)) cards.Add(card);
                else if (was) gone.Add(new(card.CaseId, GoneOutcome.Moved, card.ChangedAt, card.Area));
            }
            else if (change.Gone is { } ended && (was || ended.Area.IsIn(area))) gone.Add(ended);
        }
        var tiles = dirty.Where(tally => tally.Children.Count == 0 && tally.Area.IsIn(area)).Select(tally => tally.Tile()).ToList();
        var counters = board.ChildrenOf(area).Where(child => allCounters || dirty.Contains(child)).Select(child => child.Counter()).ToList();
        return new(
            cards, gone, tiles, counters, [.. Escalations.Where(escalation => escalation.Area.IsIn(area))], [.. pulses.Where(pulse => pulse.Area.IsIn(area))], Entries);
    }
}

/// <summary>What changed of one responder's inbox: cases they had at some time, and tasks they lost, in order.</summary>
internal sealed class TouchedInbox
{
    public HashSet<string> Cases { get; } = [];

    public List<(string CaseId, LostTask Task)> Lost { get; } = [];
}

/// <summary>What one push tells about one area.</summary>
internal sealed record BoardChanges(
    IReadOnlyList<DisputeCard> Cards, IReadOnlyList<GoneCase> Gone, IReadOnlyList<BoardTile> Tiles, IReadOnlyList<BoardCounter> Counters,
    IReadOnlyList<Escalation> Escalations, IReadOnlyList<BoardPulse> Pulses, int Entries)
{
    public static readonly BoardChanges None = new([], [], [], [], [], [], 0);

    public bool IsEmpty => Cards.Count + Gone.Count + Tiles.Count + Counters.Count + Escalations.Count + Pulses.Count == 0;
}
