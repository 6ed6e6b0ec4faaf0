using System.Collections.Concurrent;
using System.Collections.Immutable;
using HdrHistogram;

namespace GridActors.LoadTest.Engine;

/// <summary>Counts and latencies of one scenario or step. Safe to record from many threads.</summary>
public class Figures(string name)
{
    private static readonly long MicrosecondsMax = (long)TimeSpan.FromMinutes(10).TotalMicroseconds;
    private const int SignificantDigits = 3;

    private readonly Lock gate = new();
    private readonly LongHistogram ok = new(MicrosecondsMax, SignificantDigits);
    private readonly LongHistogram fail = new(MicrosecondsMax, SignificantDigits);
    private readonly LongHistogram thisSecond = new(MicrosecondsMax, SignificantDigits);
    private readonly Dictionary<string, long> codes = [];
    private readonly List<SecondOfRun> series = [];
    private long okBytes;
    private long failBytes;
    private long okBefore;
    private long failBefore;

    public string Name { get; } = name;

    /// <summary><paramref name="latency"/> counts from the intended start.</summary>
    public void Record(TimeSpan latency, Response response)
    {
        var microseconds = Math.Clamp((long)latency.TotalMicroseconds, 1, MicrosecondsMax);
        lock (gate)
        {
            (response.IsError ? fail : ok).RecordValue(microseconds);
            thisSecond.RecordValue(microseconds);
            if (response.IsError) failBytes += response.SizeBytes;
            else okBytes += response.SizeBytes;
            codes[response.StatusCode] = codes.GetValueOrDefault(response.StatusCode) + 1;
        }
    }

    /// <summary>Closes a second of the time series and answers it.</summary>
    public SecondOfRun EndSecond(int second)
    {
        lock (gate)
        {
            var latency = Latency.Of(thisSecond);
            var ended = new SecondOfRun(second, ok.TotalCount - okBefore, fail.TotalCount - failBefore, latency.P50, latency.P99);
            (okBefore, failBefore) = (ok.TotalCount, fail.TotalCount);
            thisSecond.Reset();
            series.Add(ended);
            return ended;
        }
    }

    public virtual Stats Snapshot(TimeSpan during)
    {
        lock (gate)
        {
            return new(
                Name,
                during,
                new(ok.TotalCount, PerSecond(ok.TotalCount), okBytes, Latency.Of(ok)),
                new(fail.TotalCount, PerSecond(fail.TotalCount), failBytes, Latency.Of(fail)),
                codes.ToImmutableSortedDictionary(StringComparer.Ordinal),
                [],
                [.. series]);
        }

        double PerSecond(long count) => during > TimeSpan.Zero ? count / during.TotalSeconds : 0;
    }

    /// <summary>The percentile distribution of good answers in HdrHistogram's own text form, milliseconds.</summary>
    public void WriteDistribution(TextWriter into)
    {
        const double microsecondsPerMillisecond = 1000;
        lock (gate) ok.OutputPercentileDistribution(into, percentileTicksPerHalfDistance: 5, microsecondsPerMillisecond);
    }
}

/// <summary>A scenario's figures with those of its steps.</summary>
public sealed class ScenarioFigures(string name) : Figures(name)
{
    private readonly ConcurrentDictionary<string, Figures> steps = new(StringComparer.Ordinal);

    public Figures Step(string step) => steps.GetOrAdd(step, static added => new Figures(added));

    public override Stats Snapshot(TimeSpan during) => base.Snapshot(during) with
    {
        Steps = [.. steps.OrderBy(step => step.Key, StringComparer.Ordinal).Select(step => step.Value.Snapshot(during))],
    };
}
