using GridActors.OpsWeb.Http;
using GridActors.Places;

namespace GridActors.OpsWeb.Reports;

/// <summary>
/// From what a reporter says of a place to an area: what cannot be found waits on the district's triage list, and only what nobody could have meant is refused.
/// </summary>
internal static class ReportPlace
{
    private const int Coordinates = 2;

    /// <exception cref="ProblemException">400 or 422 with the field.</exception>
    public static AreaId AreaOf(PlaceBody place, Registry registry) => place switch
    {
        { BuildingId: { } building, Position: null, Address: null } => AtBuilding(building, registry),
        { BuildingId: null, Position: { } position, Address: null } => AtPosition(position, registry),
        { BuildingId: null, Position: null, Address: { } address } =>
            registry.Resolve(PlainText.Checked(address, "/place/address", PlainText.AddressMax)) ?? AreaId.District.Unlocated,
        _ => throw new ProblemException(Problem.Malformed("/place", "one of buildingId, position and address")),
    };

    private static AreaId AtBuilding(string code, Registry registry) =>
        AreaId.TryParse(code, out var building) && building is { IsUnlocated: false, Level: AreaLevel.Building } && registry.Contains(building)
            ? building
            : throw new ProblemException(Problem.Unusable("unknown-building", "/place/buildingId"));

    private static AreaId AtPosition(double[] position, Registry registry)
    {
        if (position.Length != Coordinates) throw new ProblemException(Problem.Malformed("/place/position", "[longitude, latitude]"));
        return registry.Locate(position[0], position[1]) switch
        {
            Location.AtBuilding at => at.Building,
            Location.InCell at => at.Cell,
            Location.InAirport => AreaId.Airport,
            Location.OutsideDistrict => AreaId.District.Unlocated,
            Location.Impossible { Fault: PositionFault.NotFinite } => throw new ProblemException(Problem.Malformed("/place/position", "not a finite number")),
            Location.Impossible { Fault: PositionFault.Swapped } => throw new ProblemException(Problem.Unusable("swapped-position", "/place/position", "longitude comes first")),
            _ => throw new ProblemException(Problem.Unusable("impossible-position", "/place/position", "nowhere in the district")),
        };
    }
}
