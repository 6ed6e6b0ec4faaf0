namespace GridActors.Silo.Leases;

/// <summary>The right to run one realm instance: its clock, followers, due loop and play. <see cref="Fence"/> grows with every new holder, and every checkpoint write names it.</summary>
/// <param name="Owner">The holder's address among the silos.</param>
public sealed record Lease(string Instance, string Owner, long Fence);

/// <summary>Who holds a lease now, by the database's clock.</summary>
public sealed record LeaseHolder(string Instance, string Owner);

/// <summary>How long a lease lasts, and how often it is renewed or asked for.</summary>
public sealed record LeaseTimes(TimeSpan Period, TimeSpan RenewEvery, TimeSpan AskEvery, TimeSpan StopBefore)
{
    /// <summary>A holder that was killed is followed by another within seven seconds: the period and one question.</summary>
    public static readonly LeaseTimes Usual = new(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
}

/// <summary>The leases of a district's realm instances, one row each. Expiry is by the database's clock alone.</summary>
public interface ILeaseTable
{
    /// <summary>Takes the instance's lease when nobody holds it or the holder's time is over; null while somebody does.</summary>
    ValueTask<Lease?> TryTake(string instance, string owner, TimeSpan period);

    /// <summary>Holds it longer, from now on. False: it ran out or was taken, and cannot be had back under this number.</summary>
    ValueTask<bool> Renew(Lease lease, TimeSpan period);

    /// <summary>Gives it back, so that another may take it at once.</summary>
    ValueTask Release(Lease lease);

    /// <summary>Every lease that somebody holds.</summary>
    ValueTask<IReadOnlyList<LeaseHolder>> Holders();
}
