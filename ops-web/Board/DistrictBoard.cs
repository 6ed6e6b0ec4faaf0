using GridActors.Buildings;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Realms;
using GridActors.Responders;

namespace GridActors.OpsWeb.Board;

/// <summary>
/// One realm instance's open cases and counts, folded from its journal; everything in it can be thrown away and folded again. Pure: no clock, no
/// store, no lock (the feed holds one). What the scope may not see is never handed to it.
/// </summary>
internal sealed class DistrictBoard(string instance, BoardScope scope)
{
    /// <summary>Escalations a snapshot may draw from.</summary>
    public const int EscalationsKept = 2_000;

    /// <summary>Asia/Shanghai, all year: the realm's day begins at its midnight.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DisputeCard> cards = [];
    private readonly HashSet<string> sealedCases = [];
    private readonly HeldCases held = new();
    private readonly Dictionary<AreaId, DateTimeOffset> visits = [];
    private readonly HashSet<ResponderId> takenOver = [];
    private readonly TallyTree tree = new();
    private readonly BoardTail tail = new(BoardTail.EntriesMax);
    private readonly Queue<Escalation> escalations = new();
    private readonly PriorityQueue<AreaTally, DateTimeOffset> withinHour = new();
    private readonly Dictionary<Partition, BoardMark> marks = scope.Partitions.ToDictionary(partition => partition, partition => new BoardMark(partition, 0, 0));
    private BoardDelta pending = new();

    public string Instance => instance;

    public BoardScope Scope => scope;

    public DateOnly Day { get; private set; }

    public IReadOnlyList<BoardMark> Marks => [.. marks.Values.OrderBy(mark => mark.Partition)];

    public BoardDelta Pending => pending;

    public int Cases => cards.Count;

    /// <summary>Open cases of the open partition: all that a count for everybody may say.</summary>
    public int CasesInOpenPartition => cards.Count - sealedCases.Count;

    /// <summary>Reports of the open partition since the instance began.</summary>
    public long EverReported { get; private set; }

    public IEnumerable<Escalation> Escalations => escalations;

    public DisputeCard? Find(string caseId) => cards.GetValueOrDefault(caseId);

    /// <summary>The open cases that a responder was given.</summary>
    public IEnumerable<DisputeCard> HeldBy(ResponderId responder) => held.Of(responder).Select(caseId => cards[caseId]);

    /// <summary>When a building was last walked; null: never, as far as the journal goes.</summary>
    public DateTimeOffset? LastVisitOf(AreaId building) => visits.TryGetValue(building, out var at) ? at : null;

    /// <summary>Simulated people whom a person plays.</summary>
    public IReadOnlySet<ResponderId> TakenOver => takenOver;

    public bool IsSealed(string caseId) => sealedCases.Contains(caseId);

    public IReadOnlyList<string> CasesAt(AreaId leaf) => tree.Find(leaf)?.Cases ?? [];

    public IReadOnlyList<AreaTally> ChildrenOf(AreaId area) => tree.Find(area)?.Children ?? [];

    public IEnumerable<AreaTally> OpenLeavesIn(AreaId area) => tree.Find(area)?.OpenLeaves() ?? [];

    public IEnumerable<DisputeCard> CardsIn(AreaId area) =>
        area == AreaId.District ? cards.Values : OpenLeavesIn(area).SelectMany(leaf => leaf.Cases).Select(caseId => cards[caseId]);

    /// <summary>The entry reopens a case that is no longer here: fold its stream up to the entry before and hand it to <see cref="Apply"/>.</summary>
    public bool NeedsRecall(JournalEntry entry) => entry.Name == "dispute-reopened" && !cards.ContainsKey(entry.Stream.Id);

    /// <summary>Folds the next entry of its partition.</summary>
    /// <exception cref="InvalidOperationException">The entry does not follow the last one.</exception>
    public void Apply(JournalEntry entry, DisputeCard? recalled = null)
    {
        var partition = entry.Stream.Partition;
        if (entry.Position != marks[partition].Position + 1) throw new InvalidOperationException($"position {entry.Position} after {marks[partition].Position}");
        var mark = new BoardMark(partition, entry.Position, entry.HashTag);
        Advance(entry.At);
        var note = EventCodec.Decode(entry) switch
        {
            DisputeEvent happened => Dispute(mark, entry, happened, recalled),
            TaskGiven given => Given(mark, entry, given),
            TaskDelivered it => Receipted(mark, entry, it.CaseId, it.Number, seen: false),
            TaskSeen it => Receipted(mark, entry, it.CaseId, it.Number, seen: true),
            ResponderTakenOver it => TakenOverBy(mark, entry, it),
            BuildingVisited => Visited(mark, entry),
            ClockSet => Clock(mark),
            _ => new(mark, null, null),
        };
        marks[partition] = mark;
        tail.Add(note);
        pending.Entries++;
        pending.Add(note);
    }

    /// <summary>Lets the realm's time pass: what happened more than an hour ago is no longer counted as such, and a new day's counts begin at zero.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (withinHour.TryPeek(out var leaf, out var at) && at + LastHour < now)
        {
            withinHour.Dequeue();
            for (var tally = leaf; tally is not null; tally = tally.Parent) tally.EscalatedLastHour--;
            pending.Touch(leaf);
        }
        var day = DayOf(now);
        if (day <= Day) return;
        Day = day;
        foreach (var tally in tree.All)
        {
            if (tally.Day.IsZero) continue;
            tally.Day = default;
            pending.TouchOnly(tally);
        }
    }

    /// <summary>What changed since the last call.</summary>
    public BoardDelta TakePending()
    {
        var taken = pending;
        pending = new();
        return taken;
    }

    /// <summary>What changed since the marks, or null when they are not of this board's remembered past.</summary>
    public BoardDelta? Since(IReadOnlyList<BoardMark> seen)
    {
        if (seen.Count != marks.Count || tail.After(seen) is not { } notes) return null;
        var delta = new BoardDelta { Entries = notes.Count };
        foreach (var note in notes)
        {
            delta.Add(note);
            if (note.Case is not { } change) continue;
            delta.Touch(tree.LeafOf(change.Area));
            if (change.Former is { } former) delta.Touch(tree.LeafOf(former));
        }
        return delta;
    }

    /// <summary>The board as it is set aside.</summary>
    public StoredBoard ToStored(string epoch) => new(
        StoredBoard.CurrentFormat, instance, scope, epoch, Marks, Day, EverReported,
        [.. cards.Values.Select(card => StoredCard.Of(card, IsSealed(card.CaseId) ? Partition.Sealed : Partition.Open))],
        [.. tree.All.Where(tally => tally.Children.Count == 0 && !tally.Day.IsZero)
            .Select(leaf => new StoredDay(leaf.Area, leaf.Day.Received, leaf.Day.Settled, leaf.Day.Closed, leaf.Day.Withdrawn, leaf.Day.Refused))],
        [.. escalations], [.. visits.Select(visit => new StoredVisit(visit.Key, visit.Value))], [.. takenOver.Order()], [.. tail.Notes.TakeLast(BoardTail.EntriesStoredMax)]);

    /// <summary>The board that was set aside.</summary>
    public static DistrictBoard From(StoredBoard stored)
    {
        var board = new DistrictBoard(stored.Instance, stored.Scope) { Day = stored.Day, EverReported = stored.EverReported };
        foreach (var card in stored.Cards) board.Place(card.Whole, board.tree.LeafOf(card.Card.Area), card.Partition);
        foreach (var day in stored.Days)
        {
            Up(board.tree.LeafOf(day.Leaf), tally => tally.Day.Add(new()
            {
                Received = day.Received,
                Settled = day.Settled,
                Closed = day.Closed,
                Withdrawn = day.Withdrawn,
                Refused = day.Refused,
            }));
        }
        foreach (var escalation in stored.Escalations) board.Remember(escalation, board.tree.LeafOf(escalation.Area));
        foreach (var visit in stored.Visits) board.visits[visit.Building] = visit.At;
        board.takenOver.UnionWith(stored.TakenOver);
        foreach (var note in stored.Tail) board.tail.Add(note);
        foreach (var mark in stored.Marks) board.marks[mark.Partition] = mark;
        return board;
    }

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Shanghai).DateTime);

    private BoardNote Dispute(BoardMark mark, JournalEntry entry, DisputeEvent happened, DisputeCard? recalled)
    {
        var onBoard = cards.GetValueOrDefault(entry.Stream.Id);
        if (onBoard is null && recalled is null && happened is not (DisputeReported or DisputeSealed)) return new(mark, null, null); // a line in the file of a case that is over
        var before = onBoard ?? recalled;
        var after = DisputeCardFold.Evolve(before, entry, happened);
        if (onBoard is not null && onBoard.Area.Code == after.Area.Code) after = after with { Area = onBoard.Area }; // one string for both
        var leaf = tree.LeafOf(after.Area);
        var formerLeaf = onBoard is not null && onBoard.Area != after.Area ? tree.LeafOf(onBoard.Area) : null;

        if (onBoard is not null) (formerLeaf ?? leaf).Remove(onBoard);
        if (after.IsOpen) Place(after, leaf, entry.Stream.Partition);
        else Unplace(after);
        CountDay(happened, before, after, leaf, formerLeaf);
        pending.Touch(leaf);
        if (formerLeaf is not null) pending.Touch(formerLeaf);

        var escalation = Escalation.Of(before, after, happened);
        if (escalation is not null) Remember(escalation, leaf);
        var gone = after.IsOpen ? null : new GoneCase(after.CaseId, OutcomeOf(after.State), happened.At, after.Area);
        return new(mark, new(after.CaseId, after.Area, formerLeaf is null ? null : before!.Area, gone) { Holder = after.Assigned?.Responder, Lost = LostTask.Between(onBoard, after) }, escalation);
    }

    private void Place(DisputeCard card, AreaTally leaf, Partition partition)
    {
        leaf.Add(card);
        held.Change(cards.GetValueOrDefault(card.CaseId), card);
        cards[card.CaseId] = card;
        if (partition == Partition.Sealed) sealedCases.Add(card.CaseId);
    }

    private void Unplace(DisputeCard card)
    {
        if (cards.Remove(card.CaseId, out var before)) held.Change(before, null);
        sealedCases.Remove(card.CaseId);
    }

    private void CountDay(DisputeEvent happened, DisputeCard? before, DisputeCard after, AreaTally leaf, AreaTally? formerLeaf)
    {
        if (happened is DisputeReported or DisputeSealed)
        {
            if (!sealedCases.Contains(after.CaseId)) EverReported++;
            if (DayOf(happened.At) == Day) Up(leaf, tally => tally.Day.Received++);
        }
        else if (formerLeaf is not null && DayOf(after.ReportedAt) == Day)
        {
            Up(formerLeaf, tally => tally.Day.Received--);
            Up(leaf, tally => tally.Day.Received++);
        }
        if (!after.IsOpen && DayOf(happened.At) == Day) Up(leaf, tally => tally.Day.Count(OutcomeOf(after.State), 1));
        if (happened is DisputeReopened && before is not null && DayOf(before.ChangedAt) == Day) Up(leaf, tally => tally.Day.Count(OutcomeOf(before.State), -1));
    }

    private void Remember(Escalation escalation, AreaTally leaf)
    {
        if (escalations.Count == EscalationsKept) escalations.Dequeue();
        escalations.Enqueue(escalation);
        if (escalation.Kind != EscalationKind.Up) return;
        withinHour.Enqueue(leaf, escalation.At);
        Up(leaf, tally => tally.EscalatedLastHour++);
    }

    private BoardNote Given(BoardMark mark, JournalEntry entry, TaskGiven given)
    {
        if (cards.GetValueOrDefault(given.CaseId) is not { Assigned: { Given: false } assigned } card || assigned.Responder.Value != entry.Stream.Id) return new(mark, null, null);
        cards[given.CaseId] = card with { Assigned = assigned with { Given = true } };
        return new(mark, new(given.CaseId, card.Area, null, null) { Holder = assigned.Responder }, null);
    }

    /// <summary>Boards show it; the phone that said it need not hear of it.</summary>
    private BoardNote Receipted(BoardMark mark, JournalEntry entry, string caseId, int number, bool seen)
    {
        if (cards.GetValueOrDefault(caseId) is not { } card || CardTasks.Receipted(card, new(entry.Stream.Id), number, entry.At, seen) is var after && after == card) return new(mark, null, null);
        cards[caseId] = after;
        return new(mark, new(caseId, card.Area, null, null), null);
    }

    private BoardNote TakenOverBy(BoardMark mark, JournalEntry entry, ResponderTakenOver happened)
    {
        if (happened.Taken) takenOver.Add(new(entry.Stream.Id));
        else takenOver.Remove(new(entry.Stream.Id));
        return new(mark, null, null);
    }

    private BoardNote Visited(BoardMark mark, JournalEntry entry)
    {
        visits[new(entry.Stream.Id)] = entry.At;
        pending.Add(new BoardPulse(new(entry.Stream.Id), "visit", entry.At));
        return new(mark, null, null);
    }

    private BoardNote Clock(BoardMark mark)
    {
        pending.ClockSet = true;
        return new(mark, null, null);
    }

    private static void Up(AreaTally leaf, Action<AreaTally> count)
    {
        for (var tally = leaf; tally is not null; tally = tally.Parent) count(tally);
    }

    private static GoneOutcome OutcomeOf(CardState state) => state switch
    {
        CardState.Settled => GoneOutcome.Settled,
        CardState.Refused => GoneOutcome.Refused,
        CardState.Withdrawn => GoneOutcome.Withdrawn,
        _ => GoneOutcome.Closed,
    };
}
