using System.Collections.Concurrent;
using GridActors.LoadTest.Engine;

namespace GridActors.LoadTest.Bench;

/// <summary>When each case was first held by anybody, on this machine's clock.</summary>
internal sealed class FirstSights
{
    private readonly ConcurrentDictionary<string, long> at = new(StringComparer.Ordinal);
    private readonly DateTimeOffset anchor = TimeProvider.System.GetUtcNow();
    private readonly long anchorAt = TimeProvider.System.GetTimestamp();

    /// <summary>True the first time.</summary>
    public bool Saw(string caseId, long decodedAt) => at.TryAdd(caseId, decodedAt);

    public bool Has(string caseId) => at.ContainsKey(caseId);

    /// <summary>From these instants until the first sight, of those that were seen.</summary>
    public Latency Since(IReadOnlyDictionary<string, DateTimeOffset> recordedAt)
    {
        var figures = new Figures("sights");
        foreach (var (caseId, since) in recordedAt)
            if (at.TryGetValue(caseId, out var seen)) figures.Record(anchor + TimeProvider.System.GetElapsedTime(anchorAt, seen) - since, Response.Ok());
        return figures.Snapshot(TimeSpan.Zero).Ok.Latency;
    }
}
