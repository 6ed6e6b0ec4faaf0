namespace GridActors.Places;

public sealed partial class Registry
{
    /// <summary>
    /// What a reported position means: the nearest building within <see cref="SnapMetresMax"/>, else the cell it lies in. Positions in
    /// the airport or outside the district are possible, a person places them; impossible ones are refused with what is wrong.
    /// </summary>
    public Location Locate(double lon, double lat)
    {
        if (FaultOf(lon, lat) is { } fault) return new Location.Impossible(fault);
        var position = new LonLat(lon, lat);
        var known = positions.Value;
        // the airport first: its fence is nearer to a street's building than to anybody who could act there
        if (known.CellAt(position) is var cell && cell < 0 && Airport.Shape.Contains(position)) return new Location.InAirport();
        if (known.NearestBuilding(position, SnapMetresMax, out var metres) is >= 0 and var building)
            return new Location.AtBuilding(BuildingId(building), metres);
        return cell >= 0 ? new Location.InCell(Cells[cell].Id) : new Location.OutsideDistrict();
    }

    private static PositionFault? FaultOf(double lon, double lat)
    {
        if (!double.IsFinite(lon) || !double.IsFinite(lat)) return PositionFault.NotFinite;
        if (lon == 0 && lat == 0) return PositionFault.Zero;
        if (Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180) return null;
        // in China longitude is never a possible latitude, so the two in the wrong order always show
        return Math.Abs(lat) is > 90 and <= 180 && Math.Abs(lon) <= 90 ? PositionFault.Swapped : PositionFault.OutOfRange;
    }
}
