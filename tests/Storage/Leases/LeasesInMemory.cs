using System.Collections.Concurrent;
using System.Collections.Immutable;
using GridActors.Silo.Leases;

namespace GridActors.Tests.Storage.Leases;

/// <summary>The lease table as a rule, with a clock of its own (the database's); it can be away, and it can hand a lease to somebody else.</summary>
internal sealed class LeasesInMemory(TimeProvider time) : ILeaseTable
{
    private readonly Lock gate = new();
    private ImmutableDictionary<string, (string Owner, long Fence, long Until)> rows = [];

    public bool IsAway { get; set; }

    public ConcurrentQueue<long> Granted { get; } = [];

    public ValueTask<Lease?> TryTake(string instance, string owner, TimeSpan period) => Ask(() =>
    {
        var (_, fence, until) = rows.GetValueOrDefault(instance);
        if (until > time.GetTimestamp()) return null;
        rows = rows.SetItem(instance, (owner, fence + 1, Until(period)));
        Granted.Enqueue(fence + 1);
        return new Lease(instance, owner, fence + 1);
    });

    public ValueTask<bool> Renew(Lease lease, TimeSpan period) => Ask(() =>
    {
        if (!Stands(lease)) return false;
        rows = rows.SetItem(lease.Instance, (lease.Owner, lease.Fence, Until(period)));
        return true;
    });

    public ValueTask Release(Lease lease) => new(Ask(() =>
    {
        if (Stands(lease)) rows = rows.SetItem(lease.Instance, (lease.Owner, lease.Fence, 0));
        return true;
    }).AsTask());

    public ValueTask<IReadOnlyList<LeaseHolder>> Holders() => Ask<IReadOnlyList<LeaseHolder>>(
        () => [.. rows.Where(row => row.Value.Until > time.GetTimestamp()).Select(row => new LeaseHolder(row.Key, row.Value.Owner))]);

    /// <summary>What the row says, whether the table answers or not.</summary>
    public bool Stands(Lease lease) => rows.TryGetValue(lease.Instance, out var row) && (row.Owner, row.Fence) == (lease.Owner, lease.Fence) && row.Until > time.GetTimestamp();

    private long Until(TimeSpan period) => time.GetTimestamp() + (long)(period.TotalSeconds * time.TimestampFrequency);

    private ValueTask<T> Ask<T>(Func<T> answer)
    {
        if (IsAway) return ValueTask.FromException<T>(new IOException("the database is away"));
        lock (gate) return ValueTask.FromResult(answer());
    }
}
