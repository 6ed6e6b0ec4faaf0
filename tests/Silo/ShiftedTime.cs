namespace GridActors.Tests.Silo;

/// <summary>The machine's time, moved on by hand: timers run as ever, only the hour is another.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref shiftTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);
}
