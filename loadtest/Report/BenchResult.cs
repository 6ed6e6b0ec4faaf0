namespace GridActors.LoadTest.Report;

/// <summary>A bar that a value is held against: at least, or at most.</summary>
public sealed record Bound(double Value, bool AtMost)
{
    public static Bound AtLeast(double value) => new(value, AtMost: false);

    public static Bound UpTo(double value) => new(value, AtMost: true);

    public bool MetBy(double measured) => AtMost ? measured <= Value : measured >= Value;
}

/// <summary>One measured figure; <see cref="Must"/> and <see cref="Aim"/> are in its unit.</summary>
/// <param name="Name">Dotted, the bench first: <c>reports.ratio-to-plain</c>.</param>
public sealed record BenchResult(string Name, double Value, string Unit, Bound? Must = null, Bound? Aim = null)
{
    /// <summary>Ratios are read first, so they are printed first.</summary>
    public bool IsRatio => Unit == RatioUnit;

    public const string RatioUnit = "×";

    public bool Failed => Must is { } must && !must.MetBy(Value);
}
