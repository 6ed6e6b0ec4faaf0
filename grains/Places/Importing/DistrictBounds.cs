namespace GridActors.Places;

/// <summary>The box that every place of the district lies in, degrees WGS-84, with room to spare.</summary>
internal static class DistrictBounds
{
    public const double West = 113.6, East = 114.1, South = 22.4, North = 22.95;

    /// <summary>What is wrong with a position, and what to do; null when it can be in the district.</summary>
    public static (string Wrong, string Advice)? FaultOf(double lon, double lat)
    {
        if (!double.IsFinite(lon) || !double.IsFinite(lat)) return ("the position is not a number", Expected);
        if (lon is >= West and <= East && lat is >= South and <= North) return null;
        if (lat is >= West and <= East && lon is >= South and <= North) return ($"latitude {Text(lon)} stands before longitude {Text(lat)}", "Give longitude first");
        return ($"{Text(lon)}, {Text(lat)} is not in the district", Expected);
    }

    private const string Expected = "Give degrees WGS-84, longitude 113.6 to 114.1 and latitude 22.4 to 22.95; positions in GCJ-02 or metres must be converted first";

    private static string Text(double number) => number.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
