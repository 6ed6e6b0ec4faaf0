namespace GridActors.Places;

/// <summary>Where a reported position lies.</summary>
public abstract record Location
{
    /// <summary>Within <see cref="Registry.SnapMetresMax"/> of a building.</summary>
    public sealed record AtBuilding(AreaId Building, double Metres) : Location;

    /// <summary>In a cell, with no building near.</summary>
    public sealed record InCell(AreaId Cell) : Location;

    /// <summary>In the airport: for the district's triage list.</summary>
    public sealed record InAirport : Location;

    /// <summary>A possible position, but not in the district: for the district's triage list.</summary>
    public sealed record OutsideDistrict : Location;

    /// <summary>No position on earth that anybody could have meant: the sender hears which field is wrong.</summary>
    public sealed record Impossible(PositionFault Fault) : Location;

    private Location() { }
}

/// <summary>Why a position is refused.</summary>
public enum PositionFault
{
    NotFinite,
    OutOfRange,

    /// <summary>Latitude was given first.</summary>
    Swapped,

    /// <summary>(0, 0): a phone that had no position.</summary>
    Zero,
}
