using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>Everything a registry says, before it is indexed. Streets, communities and cells are in the order of their codes.</summary>
internal sealed record RegistryContent(
    bool IsSynthetic,
    int Seed,
    ImmutableArray<Street> Streets,
    ImmutableArray<Community> Communities,
    ImmutableArray<Cell> Cells,
    AirportArea Airport,
    ImmutableArray<MapLabel> Labels,
    BuildingTable Buildings);
