namespace GridActors.Silo.Vault;

/// <summary>
/// Data keys of cases lately opened, the longest unused forgotten first. Only keys read back from the store come here: a key that was made for a command is
/// not yet, and perhaps never, the case's own.
/// </summary>
internal sealed class CaseKeyCache(int keysMax)
{
    /// <summary>Keys kept in memory, about 200 bytes each.</summary>
    internal const int KeysMax = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Instance, string CaseId), LinkedListNode<Kept>> byCase = [];
    private readonly LinkedList<Kept> latestFirst = [];

    internal int Count
    {
        get { lock (gate) return byCase.Count; }
    }

    internal Kept? Find(string instance, string caseId)
    {
        lock (gate)
        {
            if (!byCase.TryGetValue((instance, caseId), out var found)) return null;
            latestFirst.Remove(found);
            latestFirst.AddFirst(found);
            return found.Value;
        }
    }

    internal void Keep(Kept key)
    {
        lock (gate)
        {
            if (byCase.Remove((key.Instance, key.Key.CaseId), out var old)) latestFirst.Remove(old);
            else if (byCase.Count >= keysMax)
            {
                var (instance, unused, _) = latestFirst.Last!.Value;
                byCase.Remove((instance, unused.CaseId));
                latestFirst.RemoveLast();
            }
            byCase[(key.Instance, key.Key.CaseId)] = latestFirst.AddFirst(key);
        }
    }

    internal void Forget(string instance, string caseId)
    {
        lock (gate)
            if (byCase.Remove((instance, caseId), out var found))
                latestFirst.Remove(found);
    }

    internal sealed record Kept(string Instance, GridActors.Journal.CaseKey Key, byte[] DataKey);
}
