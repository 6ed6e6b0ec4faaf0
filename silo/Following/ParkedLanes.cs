using GridActors.Silo.Journal;

namespace GridActors.Silo.Following;

/// <summary>Which targets of a partition wait behind something that was set aside. Kept equal to the rows of the <c>parked</c> table.</summary>
internal sealed class ParkedLanes
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<(string Cause, string Name, int N)>> byTarget = [];
    private volatile int count;

    public int Count => count;

    public bool Holds(string target)
    {
        if (count == 0) return false;
        lock (gate) return byTarget.ContainsKey(target);
    }

    public void Add(ParkedRow row)
    {
        lock (gate)
        {
            if (!byTarget.TryGetValue(row.Target, out var rows)) byTarget[row.Target] = rows = [];
            if (rows.Add((row.Cause, row.Name, row.N))) count++;
        }
    }

    public void Remove(ParkedRow row)
    {
        lock (gate)
        {
            if (!byTarget.TryGetValue(row.Target, out var rows) || !rows.Remove((row.Cause, row.Name, row.N))) return;
            count--;
            if (rows.Count == 0) byTarget.Remove(row.Target);
        }
    }
}
