namespace GridActors.LoadTest.Engine;

/// <summary>When open-loop work is meant to start, decided before anything runs.</summary>
public static class Arrivals
{
    /// <summary>
    /// Intended starts, ascending, counted from the stretch's beginning, for a rate that goes linearly from <paramref name="from"/> to
    /// <paramref name="to"/> (per second). A stream of rate 1 (whole numbers, or running sums of exponential draws) is bent through the
    /// inverse of the rate's integral, so that even and Poisson spacing, flat and ramped, are one formula.
    /// </summary>
    public static IEnumerable<TimeSpan> Of(double from, double to, TimeSpan during, Spacing spacing, Random draw)
    {
        var seconds = during.TotalSeconds;
        var slope = (to - from) / seconds;
        var all = (from + to) / 2 * seconds;
        for (var mass = spacing == Spacing.Even ? 0 : Exponential(draw); mass < all; mass += spacing == Spacing.Even ? 1 : Exponential(draw))
        {
            var at = mass == 0 ? 0 : 2 * mass / (from + Math.Sqrt(Math.Max(0, from * from + 2 * slope * mass)));
            yield return TimeSpan.FromSeconds(Math.Min(at, seconds));
        }
    }

    private static double Exponential(Random draw) => -Math.Log(1 - draw.NextDouble());
}
