namespace GridActors.Silo.Leases;

/// <summary>
/// Whether a lease may still be relied on here. It is counted from before it was asked for, so the database's expiry is never earlier, and by a clock that goes on
/// while the process is frozen: one that wakes knows at once that its time is over.
/// </summary>
public sealed class LeaseTerm(TimeProvider time, LeaseTimes times)
{
    private long askedAt;
    private volatile bool isOver = true;

    /// <summary>The lease stands. What its holder tells (its clock above all) is true.</summary>
    public bool Stands => !isOver && Age < times.Period;

    /// <summary>There is time left to renew; afterwards the holder stops what it does under the lease.</summary>
    public bool MayGoOn => !isOver && Age < times.Period - times.StopBefore;

    /// <summary>How long a renewal may take before it is too late.</summary>
    public TimeSpan Left => times.Period - times.StopBefore - Age is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref askedAt));

    /// <summary>It was granted for a whole period to a request made at that timestamp.</summary>
    public void Granted(long requestedAt)
    {
        Volatile.Write(ref askedAt, requestedAt);
        isOver = false;
    }

    /// <summary>It was lost or given back.</summary>
    public void End() => isOver = true;
}
