using GridActors.Journal;

namespace GridActors.Silo.Following;

/// <summary>
/// Hands urgency on from a cause to what follows from it: the placing and the task of a red case have no severity of their own, and must not wait behind
/// a surge either. Used by one reader.
/// </summary>
internal sealed class UrgentChains
{
    /// <summary>Urgent entries remembered; a chain is three rows long and follows within moments.</summary>
    private const int CausesMax = 4_096;

    private readonly HashSet<string> causes = [];
    private readonly Queue<string> inOrder = [];

    /// <summary>Whether the entry's follow-ups are urgent: by themselves, or because its cause's were.</summary>
    public bool Includes(JournalEntry entry, bool byItself)
    {
        if (!byItself && (entry.Cause.Length == 0 || !causes.Contains(entry.Cause))) return false;
        var cause = entry.AsCause;
        if (!causes.Add(cause)) return true;
        inOrder.Enqueue(cause);
        if (inOrder.Count > CausesMax) causes.Remove(inOrder.Dequeue());
        return true;
    }
}
