namespace GridActors.Journal;

/// <summary>How many reports this process is taking in at the moment, so that other work can step back during a surge.</summary>
public sealed class Intake
{
    /// <summary>Reports in flight from which on a surge is on: more than an ordinary rate keeps in flight at ordinary latency.</summary>
    private const int SurgeReports = 128;

    private int inFlight;

    public bool IsSurging => Volatile.Read(ref inFlight) >= SurgeReports;

    public void Enter() => Interlocked.Increment(ref inFlight);

    public void Leave() => Interlocked.Decrement(ref inFlight);
}
