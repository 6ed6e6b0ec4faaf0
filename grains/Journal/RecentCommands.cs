namespace GridActors.Journal;

/// <summary>
/// The last few command ids of a stream, a short cut before the commands table. <see cref="HoldsAll"/> is true only while every command of the stream's
/// life is in here; when it is not, a refusal or "nothing new" is answered only after asking the table.
/// </summary>
internal sealed class RecentCommands(bool holdsAll)
{
    /// <summary>Commands remembered per active grain.</summary>
    private const int RecentCommandsMax = 8;

    // most of a district's grains have heard one command since they woke, so room is made by doubling from one
    private RecentCommand[] recent = [];
    private int count;

    public bool HoldsAll { get; private set; } = holdsAll;

    public bool TryFind(CommandId id, out RecentCommand found)
    {
        foreach (ref readonly var known in recent.AsSpan(0, count))
        {
            if (known.Id != id) continue;
            found = known;
            return true;
        }
        found = default;
        return false;
    }

    public void Add(RecentCommand command)
    {
        if (count == RecentCommandsMax)
        {
            Array.Copy(recent, 1, recent, 0, --count);
            HoldsAll = false;
        }
        else if (count == recent.Length)
        {
            Array.Resize(ref recent, Math.Max(1, count * 2));
        }
        recent[count++] = command;
    }
}

/// <summary>A command that was executed or found nothing new, its body, and the stream's version and last row when it was first answered.</summary>
internal readonly record struct RecentCommand(CommandId Id, BodyHash Body, int Version, ulong HashTag);
