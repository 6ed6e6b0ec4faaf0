using System.Diagnostics.Metrics;
using GridActors.Journal;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// What became of appended commands, of both partitions and all instances together; for operators and for proofs that the fence and the commands' key were really
/// used. Listen to the meter <see cref="MeterName"/>; its numbers are no part of the public metrics.
/// </summary>
internal sealed class AppendCounts : IDisposable
{
    public const string MeterName = "GridActors.Journal";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> batches, accepted, stale, known;

    public AppendCounts()
    {
        batches = meter.CreateCounter<long>("journal.batches", description: "Transactions");
        accepted = meter.CreateCounter<long>("journal.accepted", description: "Commands written");
        stale = meter.CreateCounter<long>("journal.stale", description: "Commands refused by the version fence");
        known = meter.CreateCounter<long>("journal.known", description: "Commands found under their key, or under their report's: executed before");
    }

    public void Batch(int commands)
    {
        batches.Add(1);
        accepted.Add(commands);
    }

    public void Refused(AppendOutcome outcome) => (outcome == AppendOutcome.Conflict ? stale : known).Add(1);

    public void Dispose() => meter.Dispose();
}
