using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>A street of the district; <paramref name="Zh"/> is the short name (西乡), <see cref="FullZh"/> the official one (西乡街道).</summary>
public sealed record Street(AreaId Id, string FullZh, string En, LonLat Center, Shape Shape)
{
    public string Zh { get; } = AreaName.Short(FullZh, "街道");
}

/// <summary>A community by its official code; <see cref="Zh"/> is the short name (流塘), <paramref name="FullZh"/> the official one (流塘社区).</summary>
public sealed record Community(AreaId Id, string FullZh, string En, LonLat Center, Shape Shape)
{
    public string Zh { get; } = AreaName.Short(FullZh, "社区居委", "社区");
}

/// <summary>A base grid cell; its number is the last three digits of its code.</summary>
public sealed record Cell(AreaId Id, LonLat Center, Shape Shape);

/// <summary>A headed building. <paramref name="Address"/> is the full address without district: street, community, lane and number.</summary>
public sealed record Building(AreaId Id, LonLat Position, int Floors, int Households, string Address);

/// <summary>The airport: inside the district's outline, but nobody's street. What is reported there waits on the triage list.</summary>
public sealed record AirportArea(AreaId Id, string Zh, string En, LonLat Center, Shape Shape);

/// <summary>A word on the map that is no area of the district: a neighbour or the water.</summary>
public sealed record MapLabel(string Zh, string En, LonLat Position);

/// <summary>What a place is called in the two languages of the pages.</summary>
public sealed record AreaName(string Zh, string En)
{
    internal static string Short(string full, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
            if (full.Length > ending.Length && full.EndsWith(ending, StringComparison.Ordinal)) return full[..^ending.Length];
        return full;
    }
}

/// <summary>
/// A polygon: the outer ring counter-clockwise, then holes clockwise; rings are not closed (the first vertex is not repeated).
/// </summary>
public sealed class Shape(ImmutableArray<ImmutableArray<LonLat>> rings)
{
    public ImmutableArray<ImmutableArray<LonLat>> Rings { get; } = rings;

    /// <summary>Whether the position lies in the polygon or on its border.</summary>
    public bool Contains(LonLat position) => ShapeLocator.Covers(this, position);
}
