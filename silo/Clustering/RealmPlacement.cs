using GridActors.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace GridActors.Silo.Clustering;

/// <summary>
/// Places live grains by the hash of their key over all silos (the usual placement puts nearly all of them on one when several share a machine), those of other
/// instances on the silo that runs the instance, whose clock they are stamped by.
/// </summary>
internal sealed class RealmPlacement(IServiceProvider services) : IPlacementDirector
{
    private readonly IRealmHolders? holders = services.GetService<IRealmHolders>();

    /// <exception cref="JournalUnavailableException">Nobody runs the grain's instance at the moment.</exception>
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (silos.Length == 1 && holders is null) return silos[0];
        var key = target.GrainIdentity.Key.ToString()!;
        var instance = key[..Math.Max(0, key.IndexOf('|', StringComparison.Ordinal))];
        if (holders is null || instance == RealmNames.Live && !key.EndsWith(RealmDesk.KeySuffix, StringComparison.Ordinal))
        {
            Array.Sort(silos); // every silo must come to the same place
            return silos[target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length];
        }
        return await holders.HolderOf(instance) is { } holder && silos.Contains(holder)
            ? holder
            : throw new JournalUnavailableException("no silo runs the realm at the moment");
    }
}
