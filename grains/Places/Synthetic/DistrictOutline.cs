using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GridActors.Places;

/// <summary>
/// The schematic shape of the district on a plane in kilometres, east and north of its middle: long from north to south, bulging east at 石岩,
/// the estuary to the west. Drawn by hand after where the streets lie; no survey.
/// </summary>
internal static class DistrictOutline
{
    private const double MiddleLon = 113.87;
    private const double MiddleLat = 22.68;
    private const double KilometresPerDegree = 110.76;

    /// <summary>Straight pieces that stand for each bend between two drawn points.</summary>
    private const int PiecesPerBend = 4;

    private static readonly (double Lon, double Lat)[] DrawnLand =
    [
        (113.785, 22.740), (113.797, 22.752), (113.807, 22.763), (113.819, 22.772), (113.827, 22.784), (113.834, 22.794), (113.843, 22.803),
        (113.853, 22.810), (113.865, 22.816), (113.878, 22.815), (113.889, 22.809), (113.896, 22.797), (113.897, 22.783), (113.891, 22.769),
        (113.884, 22.756), (113.878, 22.742), (113.879, 22.727), (113.885, 22.715), (113.894, 22.706), (113.904, 22.706), (113.917, 22.711),
        (113.930, 22.714), (113.945, 22.712), (113.957, 22.703), (113.966, 22.690), (113.969, 22.675), (113.963, 22.660), (113.952, 22.649),
        (113.938, 22.639), (113.925, 22.627), (113.917, 22.613), (113.917, 22.599), (113.920, 22.586), (113.919, 22.571), (113.911, 22.558),
        (113.899, 22.549), (113.886, 22.548), (113.873, 22.554), (113.863, 22.563), (113.851, 22.573), (113.843, 22.585), (113.833, 22.597),
        (113.826, 22.607), (113.814, 22.616), (113.804, 22.629), (113.798, 22.645), (113.799, 22.661), (113.796, 22.675), (113.790, 22.687),
        (113.782, 22.698), (113.777, 22.712), (113.778, 22.727),
    ];

    private static readonly (double Lon, double Lat)[] DrawnAirport =
    [
        (113.770, 22.658), (113.807, 22.657), (113.821, 22.653), (113.833, 22.652), (113.835, 22.645), (113.832, 22.632), (113.830, 22.617),
        (113.826, 22.607), (113.814, 22.600), (113.780, 22.620),
    ];

    /// <summary>Where a street's name stands, and how much of the district's land and buildings is its own.</summary>
    public sealed record StreetPlan(string Code, double Lon, double Lat, double Land, double Buildings);

    public static readonly StreetPlan[] Streets =
    [
        new("440306017", 113.890, 22.562, 29, 6_200),
        new("440306018", 113.872, 22.589, 57, 9_500),
        new("440306019", 113.852, 22.622, 40, 4_300),
        new("440306020", 113.822, 22.668, 34, 4_600),
        new("440306021", 113.798, 22.697, 26, 4_700),
        new("440306022", 113.803, 22.732, 39, 7_600),
        new("440306023", 113.849, 22.726, 34, 3_800),
        new("440306024", 113.845, 22.768, 44, 5_200),
        new("440306025", 113.869, 22.797, 32, 2_900),
        new("440306026", 113.930, 22.680, 66, 3_200),
    ];

    /// <summary>Where the airport's name stands.</summary>
    public static readonly LonLat AirportCenter = new(113.814, 22.638);

    /// <summary>Words around the land: the neighbours, the estuary, and what the gap in the west is.</summary>
    public static readonly ImmutableArray<MapLabel> Labels =
    [
        new("东莞", "Dongguan", new(113.826, 22.808)),
        new("光明", "Guangming", new(113.912, 22.728)),
        new("龙华", "Longhua", new(113.955, 22.628)),
        new("南山", "Nanshan", new(113.933, 22.595)),
        new("珠江口", "Pearl River estuary", new(113.789, 22.610)),
        new("机场", "Airport", AirportCenter),
    ];

    public static (double X, double Y)[] Land() => Bent([.. DrawnLand.Select(p => Plane(p.Lon, p.Lat))]);

    public static (double X, double Y)[] Airport() => [.. DrawnAirport.Select(p => Plane(p.Lon, p.Lat))];

    public static (double X, double Y) Plane(double lon, double lat) =>
        ((lon - MiddleLon) * KilometresPerDegree * LonLat.LonShortening, (lat - MiddleLat) * KilometresPerDegree);

    public static LonLat Globe(double x, double y) => LonLat.OfMicro(
        (int)Math.Round((MiddleLon + x / (KilometresPerDegree * LonLat.LonShortening)) * LonLat.MicroPerDegree),
        (int)Math.Round((MiddleLat + y / KilometresPerDegree) * LonLat.MicroPerDegree));

    /// <summary>Kilometres inside the ring; negative outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Depth((double X, double Y)[] ring, double x, double y)
    {
        var (inside, nearest) = (false, double.PositiveInfinity);
        var from = ring[^1];
        foreach (var to in ring)
        {
            if (from.Y > y != to.Y > y && x < (to.X - from.X) * (y - from.Y) / (to.Y - from.Y) + from.X) inside = !inside;
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var along = Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) / (dx * dx + dy * dy), 0, 1);
            var (ox, oy) = (x - from.X - along * dx, y - from.Y - along * dy);
            nearest = Math.Min(nearest, ox * ox + oy * oy);
            from = to;
        }
        return inside ? Math.Sqrt(nearest) : -Math.Sqrt(nearest);
    }

    // a Catmull-Rom curve through the drawn points
    private static (double X, double Y)[] Bent((double X, double Y)[] drawn)
    {
        var bent = new List<(double, double)>(drawn.Length * PiecesPerBend);
        for (var i = 0; i < drawn.Length; i++)
        {
            var (a, b, c, d) = (drawn[(i + drawn.Length - 1) % drawn.Length], drawn[i], drawn[(i + 1) % drawn.Length], drawn[(i + 2) % drawn.Length]);
            for (var piece = 0; piece < PiecesPerBend; piece++)
            {
                var t = (double)piece / PiecesPerBend;
                bent.Add((Curve(a.X, b.X, c.X, d.X, t), Curve(a.Y, b.Y, c.Y, d.Y, t)));
            }
        }
        return [.. bent];
    }

    private static double Curve(double a, double b, double c, double d, double t) =>
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}
