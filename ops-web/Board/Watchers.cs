namespace GridActors.OpsWeb.Board;

/// <summary>Who watches what of one board: those admitted, by what they watch, and those who wait for their first push. Safe to call from any thread.</summary>
internal sealed class Watchers<TSubject>
    where TSubject : struct
{
    private readonly Lock gate = new();
    private readonly Dictionary<TSubject, Watcher<TSubject>[]> admitted = [];
    private List<Watcher<TSubject>> joining = [];

    public int Count
    {
        get { lock (gate) return joining.Count + admitted.Values.Sum(group => group.Length); }
    }

    public void Join(Watcher<TSubject> watcher)
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

    public void Admit(Watcher<TSubject> watcher)
    {
        lock (gate)
        {
            if (!watcher.IsEnded) admitted[watcher.Subject] = [.. admitted.GetValueOrDefault(watcher.Subject) ?? [], watcher];
        }
    }

    public void Leave(Watcher<TSubject> watcher)
    {
        lock (gate) Remove(watcher);
    }

    public IReadOnlyList<Watcher<TSubject>> TakeJoining()
    {
        lock (gate)
        {
            if (joining.Count == 0) return [];
            var taken = joining;
            joining = [];
            return taken;
        }
    }

    /// <summary>Everything that is watched, with those admitted to it.</summary>
    public IReadOnlyList<KeyValuePair<TSubject, Watcher<TSubject>[]>> Groups()
    {
        lock (gate) return [.. admitted];
    }

    /// <summary>Those admitted to one subject; none: nobody watches it.</summary>
    public IReadOnlyList<Watcher<TSubject>> Of(TSubject subject)
    {
        lock (gate) return admitted.GetValueOrDefault(subject) ?? [];
    }

    public IReadOnlyList<Watcher<TSubject>> Dismiss()
    {
        lock (gate)
        {
            Watcher<TSubject>[] all = [.. joining, .. admitted.Values.SelectMany(group => group)];
            joining = [];
            admitted.Clear();
            return all;
        }
    }

    private void Remove(Watcher<TSubject> watcher)
    {
        joining.Remove(watcher);
        if (!admitted.TryGetValue(watcher.Subject, out var group)) return;
        if (group is [var only] && only == watcher) admitted.Remove(watcher.Subject);
        else admitted[watcher.Subject] = [.. group.Where(other => other != watcher)];
    }
}
