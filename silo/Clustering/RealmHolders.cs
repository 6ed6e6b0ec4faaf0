using GridActors.Silo.Leases;

namespace GridActors.Silo.Clustering;

/// <summary>Who runs which realm instance, from the leases, asked of the database at most twice a second.</summary>
internal sealed class RealmHolders(ILeaseTable leases, TimeProvider time) : IRealmHolders, IDisposable
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim asking = new(1, 1);
    private Dictionary<string, SiloAddress> known = [];
    private long? knownSince;

    public async ValueTask<SiloAddress?> HolderOf(string instance)
    {
        if (!IsFresh)
        {
            await asking.WaitAsync();
            try
            {
                if (!IsFresh) await Ask();
            }
            finally
            {
                asking.Release();
            }
        }
        return Volatile.Read(ref known).GetValueOrDefault(instance);
    }

    /// <summary>A lease was taken or lost here: what was known is asked again.</summary>
    public void Forget() => knownSince = null;

    public void Dispose() => asking.Dispose();

    private bool IsFresh => knownSince is { } since && time.GetElapsedTime(since) < KnownFor;

    private async Task Ask()
    {
        var askedAt = time.GetTimestamp();
        Volatile.Write(ref known, (await leases.Holders()).ToDictionary(holder => holder.Instance, holder => SiloAddress.FromParsableString(holder.Owner)));
        knownSince = askedAt;
    }
}
