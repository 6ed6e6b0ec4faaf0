using GridActors.Journal;

namespace GridActors.Silo.Following;

/// <summary>One follow-up on its way: its cause and what it asks.</summary>
internal sealed record Errand(JournalEntry Cause, FollowUp FollowUp, bool Urgent);

/// <summary>Runs errands in order for each target stream and side by side across targets.</summary>
internal sealed class TargetLanes(Func<Errand, Task> run)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<Errand>> waiting = [];

    public void Add(Errand errand)
    {
        var target = LaneOf(errand);
        lock (gate)
        {
            if (waiting.TryGetValue(target, out var behind))
            {
                behind.Enqueue(errand);
                return;
            }
            waiting[target] = [];
        }
        _ = Drain(target, errand);
    }

    private async Task Drain(string target, Errand errand)
    {
        await Task.Yield();
        for (var next = errand; next is not null; next = NextOf(target)) await run(next);
    }

    private Errand? NextOf(string target)
    {
        lock (gate)
        {
            if (waiting[target].TryDequeue(out var next)) return next;
            waiting.Remove(target);
            return null;
        }
    }

    private static string LaneOf(Errand errand) => errand.FollowUp.Target.GrainKey;
}
