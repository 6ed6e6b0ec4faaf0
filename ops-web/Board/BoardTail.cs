using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Field;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Board;

/// <summary>What one journal entry changed on the board, for those who were away. Nothing but mark: the entry meant nothing to a board.</summary>
internal readonly record struct BoardNote(BoardMark Mark, CaseChange? Case, Escalation? Escalation);

/// <summary>A case that an entry touched. <paramref name="Former"/>: where it was before, when it moved. <paramref name="Gone"/>: how it ended, when it did.</summary>
internal sealed record CaseChange(string CaseId, AreaId Area, AreaId? Former, GoneCase? Gone)
{
    /// <summary>In whose inbox it shows; null: in nobody's, or it is nothing that a phone shows.</summary>
    public ResponderId? Holder { get; init; }

    /// <summary>Whose task it no longer is.</summary>
    public LostTask? Lost { get; init; }
}

/// <summary>A task that its holder lost, and how.</summary>
internal sealed record LostTask(ResponderId Responder, int Number, TaskGone Outcome, DateTimeOffset At, Tier Tier)
{
    /// <summary>What the holder of the case before lost with an event; null: nothing.</summary>
    public static LostTask? Between(DisputeCard? before, DisputeCard after)
    {
        if (before is not { Task.Number: var number, Assigned.Responder: var who } || after.Task?.Number == number) return null;
        return new(who, number, after.IsOpen ? OutcomeOf(after.Told.FirstOrDefault(told => told.Number == number)?.Left) : OutcomeOf(after.State), after.ChangedAt, after.Tier);
    }

    private static TaskGone OutcomeOf(CardState state) => state switch
    {
        CardState.Settled => TaskGone.Settled,
        CardState.Refused => TaskGone.Refused,
        CardState.Withdrawn => TaskGone.Withdrawn,
        _ => TaskGone.Closed,
    };

    private static TaskGone OutcomeOf(TaskLeft? left) => left switch
    {
        TaskLeft.Declined => TaskGone.Declined,
        TaskLeft.HandedOver => TaskGone.HandedOver,
        TaskLeft.ShiftEnded => TaskGone.ShiftEnded,
        TaskLeft.Climbed => TaskGone.Climbed,
        _ => TaskGone.Moved,
    };
}

/// <summary>The latest entries of a board, oldest first; older ones are forgotten, and who asks for them is sent a snapshot.</summary>
internal sealed class BoardTail(int entriesMax)
{
    /// <summary>Entries remembered: a minute and more of a busy district, some megabytes.</summary>
    public const int EntriesMax = 20_000;

    /// <summary>Entries set aside with a checkpoint, so that boards that saw the last of them go on after a restart.</summary>
    public const int EntriesStoredMax = 5_000;

    private readonly Queue<BoardNote> notes = new();

    public IEnumerable<BoardNote> Notes => notes;

    public void Add(BoardNote note)
    {
        if (notes.Count == entriesMax) notes.Dequeue();
        notes.Enqueue(note);
    }

    /// <summary>The notes after the marks, or null when a mark is not one of the remembered rows (too old, of another history, or of the future).</summary>
    public IReadOnlyList<BoardNote>? After(IReadOnlyList<BoardMark> marks)
    {
        var from = marks.ToDictionary(mark => mark.Partition);
        var (found, missing) = (new List<BoardNote>(), marks.Count(mark => mark.Position > 0));
        var oldest = new Dictionary<Partition, long>();
        foreach (var note in notes)
        {
            var (partition, position, hash) = note.Mark;
            oldest.TryAdd(partition, position);
            if (!from.TryGetValue(partition, out var mark)) return null;
            if (position == mark.Position)
            {
                if (hash != mark.HashTag) return null;
                missing--;
            }
            if (position > mark.Position) found.Add(note);
        }
        // position 0 has no row: it is resumed only while everything since is remembered
        var allSinceStart = marks.All(mark => mark.Position > 0 || oldest.GetValueOrDefault(mark.Partition, 1) == 1);
        return missing == 0 && allSinceStart ? found : null;
    }
}
