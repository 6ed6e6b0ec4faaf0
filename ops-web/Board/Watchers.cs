using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>Who watches what of one board: those admitted, by area, and those who wait for their first push.</summary>
internal sealed class BoardWatchers
{
    private readonly Lock gate = new();
    private readonly Dictionary<AreaId, List<Watcher>> admitted = [];
    private List<Watcher> joining = [];

    public int Count
    {
        get { lock (gate) return joining.Count + admitted.Values.Sum(group => group.Count); }
    }

    public void Join(Watcher watcher)
    {
        lock (gate)
        {
            Remove(watcher);
            joining.Add(watcher);
        }
    }

    /// <summary>Everybody waits for a first push again.</summary>
    public void JoinAgain()
    {
        lock (gate)
        {
            joining.AddRange(admitted.Values.SelectMany(group => group));
            admitted.Clear();
        }
    }

    public void Admit(Watcher watcher)
    {
        lock (gate)
        {
            if (watcher.IsEnded) return;
            if (!admitted.TryGetValue(watcher.Area, out var group)) admitted.Add(watcher.Area, group = []);
            group.Add(watcher);
        }
    }

    public void Leave(Watcher watcher)
    {
        lock (gate) Remove(watcher);
    }

    public IReadOnlyList<Watcher> TakeJoining()
    {
        lock (gate)
        {
            if (joining.Count == 0) return [];
            var taken = joining;
            joining = [];
            return taken;
        }
    }

    public IReadOnlyDictionary<AreaId, Watcher[]> Groups()
    {
        lock (gate) return admitted.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    public IReadOnlyList<Watcher> Dismiss()
    {
        lock (gate)
        {
            Watcher[] all = [.. joining, .. admitted.Values.SelectMany(group => group)];
            joining = [];
            admitted.Clear();
            return all;
        }
    }

    private void Remove(Watcher watcher)
    {
        joining.Remove(watcher);
        if (!admitted.TryGetValue(watcher.Area, out var group)) return;
        group.Remove(watcher);
        if (group.Count == 0) admitted.Remove(watcher.Area);
    }
}
