namespace GridActors.LoadTest.Engine;

/// <summary>How open-loop arrivals are spread: evenly, or as a seeded Poisson stream of the same mean rate.</summary>
public enum Spacing
{
    Even,
    Poisson,
}

/// <summary>
/// One stretch of load, in NBomber's words; the stretches of a scenario follow one another. Inject is an open loop: arrivals keep coming
/// whether or not earlier ones were answered. Keep-constant is a closed loop: each copy starts again when it was answered.
/// </summary>
public abstract record LoadSimulation
{
    /// <summary>How long this stretch lasts.</summary>
    public TimeSpan During { get; init; }

    /// <summary><paramref name="Rate"/> arrivals per <paramref name="Interval"/>.</summary>
    public sealed record Inject(double Rate, TimeSpan Interval, Spacing Spacing = Spacing.Even) : LoadSimulation;

    /// <summary>From the rate of the stretch before (0 at the start) linearly to <paramref name="Rate"/> per <paramref name="Interval"/>.</summary>
    public sealed record RampingInject(double Rate, TimeSpan Interval, Spacing Spacing = Spacing.Even) : LoadSimulation;

    /// <summary>This many copies side by side.</summary>
    public sealed record KeepConstant(int Copies) : LoadSimulation;

    /// <summary>From the copies of the stretch before (0 at the start) linearly to <paramref name="Copies"/>.</summary>
    public sealed record RampingConstant(int Copies) : LoadSimulation;

    /// <summary>No new work; what runs goes on.</summary>
    public sealed record Pause : LoadSimulation;

    public static LoadSimulation InjectPerSecond(double rate, TimeSpan during, Spacing spacing = Spacing.Even) =>
        new Inject(rate, TimeSpan.FromSeconds(1), spacing) { During = during };

    public static LoadSimulation RampPerSecond(double rate, TimeSpan during, Spacing spacing = Spacing.Even) =>
        new RampingInject(rate, TimeSpan.FromSeconds(1), spacing) { During = during };

    public static LoadSimulation Constant(int copies, TimeSpan during) => new KeepConstant(copies) { During = during };

    public static LoadSimulation RampCopies(int copies, TimeSpan during) => new RampingConstant(copies) { During = during };

    /// <summary>Arrivals per second at the end of this stretch.</summary>
    internal double RateAtEnd => this switch
    {
        Inject inject => inject.Rate / inject.Interval.TotalSeconds,
        RampingInject ramp => ramp.Rate / ramp.Interval.TotalSeconds,
        _ => 0,
    };

    /// <summary>Copies side by side at the end of this stretch.</summary>
    internal int CopiesAtEnd => this switch
    {
        KeepConstant keep => keep.Copies,
        RampingConstant ramp => ramp.Copies,
        _ => 0,
    };
}
