using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>Seconds in which somebody was refused or left without an answer, the slowest refusal, and how soon it went well again.</summary>
internal sealed class RefusedSeconds
{
    private readonly Lock gate = new();
    private readonly HashSet<long> seconds = [];
    private readonly SortedSet<long> wellAt = [];
    private TimeSpan slowestRefusal;

    /// <summary>Whole seconds with at least one attempt that was answered 5xx or not at all.</summary>
    public int Seconds
    {
        get
        {
            lock (gate) return seconds.Count;
        }
    }

    /// <summary>How long the slowest 5xx took.</summary>
    public TimeSpan SlowestRefusal
    {
        get
        {
            lock (gate) return slowestRefusal;
        }
    }

    public void Count(Attempt attempt)
    {
        lock (gate)
        {
            if (attempt.Status is >= 200 and < 300) wellAt.Add(attempt.AnsweredAt);
            if (attempt.Status is { } status and not (>= 500 and < 600)) return;
            seconds.Add(attempt.AnsweredAt / Stopwatch.Frequency);
            if (attempt.Status is not null && Stopwatch.GetElapsedTime(attempt.InvokedAt, attempt.AnsweredAt) is var took && took > slowestRefusal) slowestRefusal = took;
        }
    }

    /// <summary>From a moment until the first success after it; null when there was none.</summary>
    public TimeSpan? FirstSuccessAfter(long moment)
    {
        lock (gate) return wellAt.GetViewBetween(moment, long.MaxValue) is { Count: > 0 } later ? Stopwatch.GetElapsedTime(moment, later.Min) : null;
    }
}
