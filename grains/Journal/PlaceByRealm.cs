using Orleans.Placement;

namespace GridActors.Journal;

/// <summary>
/// Where a grain of a realm instance is activated when several silos share a district: live grains all over them by the hash of their key, those of any other instance
/// beside its clock (decision 0010).
/// </summary>
[GenerateSerializer, Immutable, Alias("place-by-realm")]
public sealed class PlaceByRealm : PlacementStrategy;

/// <summary>The grain's key begins with its realm instance, and it is placed by it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlaceByRealmAttribute() : PlacementAttribute(new PlaceByRealm());
