namespace GridActors.Journal;

/// <summary>
/// The last few command ids of a stream, a short cut before the commands table. <see cref="HoldsAll"/> is true only while every command of the stream's
/// life is in here; when it is not, a refusal or "nothing new" is answered only after asking the table.
/// </summary>
internal sealed class RecentCommands(bool holdsAll)
{
    /// <summary>Commands remembered per active grain.</summary>
    private const int RecentCommandsMax = 8;

    private readonly List<(CommandId Id, BodyHash Body)> recent = new(1);

    public bool HoldsAll { get; private set; } = holdsAll;

    public bool TryFind(CommandId id, out BodyHash body)
    {
        foreach (var (known, itsBody) in recent)
        {
            if (known != id) continue;
            body = itsBody;
            return true;
        }
        body = default;
        return false;
    }

    public void Add(CommandId id, BodyHash body)
    {
        if (recent.Count == RecentCommandsMax)
        {
            recent.RemoveAt(0);
            HoldsAll = false;
        }
        recent.Add((id, body));
    }
}
