using GridActors.Places;

namespace GridActors.Planning;

/// <summary>Draws a building, the likelier the more households live in it.</summary>
internal sealed class BuildingDraw
{
    private readonly Registry registry;
    private readonly long[] upTo;

    public BuildingDraw(Registry registry)
    {
        this.registry = registry;
        var households = registry.BuildingTable.Households;
        upTo = new long[households.Length];
        var sum = 0L;
        for (var i = 0; i < upTo.Length; i++) upTo[i] = sum += 1 + households[i];
    }

    /// <summary>The building at a draw in [0, 1).</summary>
    public AreaId At(double draw)
    {
        var index = Array.BinarySearch(upTo, (long)(draw * upTo[^1]) + 1);
        return registry.IdAt(AreaLevel.Building, index < 0 ? ~index : index);
    }
}
