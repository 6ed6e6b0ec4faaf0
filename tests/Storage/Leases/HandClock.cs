namespace GridActors.Tests.Storage.Leases;

/// <summary>Time that stands still until a test moves it; only its timestamps are of use.</summary>
internal sealed class HandClock : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public void Pass(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
}
