using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>How many snapshots this process has folded on from, and how many it read and found unfit. What the sealed partition does is counted nowhere.</summary>
public sealed class SnapshotCounts
{
    private long loaded, rejected;

    public long Loaded => Interlocked.Read(ref loaded);

    public long Rejected => Interlocked.Read(ref rejected);

    internal void Add(Partition partition, bool isLoaded)
    {
        if (partition != Partition.Open) return;
        if (isLoaded) Interlocked.Increment(ref loaded);
        else Interlocked.Increment(ref rejected);
    }
}
