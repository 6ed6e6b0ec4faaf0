namespace GridActors.OpsWeb.Board;

/// <summary>A push in the making: what it tells was collected under the board's lock, and is written as JSON outside it.</summary>
internal delegate PushBody Telling(PushMoment at, string cursor);

/// <summary>One round of pushes: what changed since the one before, up to which marks, and what all of its pushes have in common. Made under the board's lock.</summary>
internal sealed class PushRound(DistrictBoard board, BoardDelta delta, PushMoment at, bool clockSet, bool isHeartbeat)
{
    private readonly Dictionary<string, BoardDelta?> tails = [];

    public DistrictBoard Board => board;

    public BoardDelta Delta => delta;

    public PushMoment At => at;

    /// <summary>Everybody is told the realm's pace anew.</summary>
    public bool ClockSet => clockSet;

    public bool IsHeartbeat => isHeartbeat;

    public IReadOnlyList<BoardMark> Marks { get; } = board.Marks;

    /// <summary>The realm's time, written once for all heartbeats.</summary>
    public PushMember Now { get; } = PushBodies.Now(at.Now);

    /// <summary>
    /// What changed since the marks, or null when they are not of the board's remembered past. Counted once for all who stand at the same marks, and for at most
    /// <paramref name="differentMax"/> different ones.
    /// </summary>
    public BoardDelta? Since(IReadOnlyList<BoardMark> marks, int differentMax)
    {
        var key = string.Join('|', marks);
        if (tails.TryGetValue(key, out var known)) return known;
        return tails.Count < differentMax ? tails[key] = board.Since(marks) : null;
    }
}
