namespace GridActors.Silo.Clustering;

/// <summary>Which silo runs a realm instance.</summary>
public interface IRealmHolders
{
    /// <summary>The holder's address, or null while nobody holds the instance.</summary>
    ValueTask<SiloAddress?> HolderOf(string instance);
}
