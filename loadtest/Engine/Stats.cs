using System.Collections.Immutable;
using HdrHistogram;

namespace GridActors.LoadTest.Engine;

/// <summary>Milliseconds.</summary>
public sealed record Latency(double Mean, double P50, double P75, double P95, double P99, double P999, double P9999, double Max)
{
    internal static Latency Of(LongHistogram microseconds)
    {
        if (microseconds.TotalCount == 0) return new(0, 0, 0, 0, 0, 0, 0, 0);
        double At(double percentile) => microseconds.GetValueAtPercentile(percentile) / 1000.0;
        return new(microseconds.GetMean() / 1000, At(50), At(75), At(95), At(99), At(99.9), At(99.99), microseconds.GetMaxValue() / 1000.0);
    }
}

/// <summary>What was answered well, or badly: how often, how fast, how much.</summary>
public sealed record Measured(long Count, double PerSecond, long Bytes, Latency Latency);

/// <summary>One second of a run. <see cref="P99"/> in milliseconds, over good and bad answers.</summary>
public sealed record SecondOfRun(int Second, long Ok, long Fail, double P50, double P99);

/// <summary>A finished scenario, or one step of it.</summary>
/// <param name="During">The length of the recorded load; answers after its end count, their waiting time does not.</param>
public sealed record Stats(
    string Name,
    TimeSpan During,
    Measured Ok,
    Measured Fail,
    ImmutableSortedDictionary<string, long> Codes,
    ImmutableArray<Stats> Steps,
    ImmutableArray<SecondOfRun> Series)
{
    public long All => Ok.Count + Fail.Count;
}
