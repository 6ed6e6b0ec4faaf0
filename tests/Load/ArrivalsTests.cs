using CsCheck;
using GridActors.LoadTest.Engine;

namespace GridActors.Tests.Load;

public sealed class ArrivalsTests
{
    private static readonly Gen<(double From, double To, double Seconds)> Ramps =
        Gen.Select(Gen.Double[0, 500], Gen.Double[0, 500], Gen.Double[0.5, 20]);

    [Fact]
    public void An_even_stretch_has_as_many_arrivals_as_its_rate_says() => Ramps.Sample(ramp =>
    {
        var arrivals = Even(ramp.From, ramp.To, ramp.Seconds);
        var meant = (ramp.From + ramp.To) / 2 * ramp.Seconds;
        return Math.Abs(arrivals.Count - meant) <= 1;
    });

    [Fact]
    public void Arrivals_are_in_order_and_inside_their_stretch() => Gen.Select(Ramps, Gen.Int).Sample((ramp, seed) =>
    {
        var during = TimeSpan.FromSeconds(ramp.Seconds);
        var arrivals = Arrivals.Of(ramp.From, ramp.To, during, Spacing.Poisson, new Random(seed)).ToList();
        return arrivals.Zip(arrivals.Skip(1)).All(pair => pair.First <= pair.Second) && arrivals.All(at => at >= TimeSpan.Zero && at <= during);
    });

    [Fact]
    public void One_seed_gives_one_stream_of_arrivals() => Gen.Select(Ramps, Gen.Int).Sample((ramp, seed) =>
    {
        List<TimeSpan> Draw() => [.. Arrivals.Of(ramp.From, ramp.To, TimeSpan.FromSeconds(ramp.Seconds), Spacing.Poisson, new Random(seed))];
        return Draw().SequenceEqual(Draw());
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_Poisson_stretch_scatters_around_its_rate(int seed)
    {
        const double rate = 1000, seconds = 60;
        var arrivals = Arrivals.Of(rate, rate, TimeSpan.FromSeconds(seconds), Spacing.Poisson, new Random(seed)).ToList();
        Assert.InRange(arrivals.Count, rate * seconds - 4 * Math.Sqrt(rate * seconds), rate * seconds + 4 * Math.Sqrt(rate * seconds));

        // Gaps of a Poisson stream have a standard deviation equal to their mean; even ones have none.
        var gaps = arrivals.Zip(arrivals.Skip(1), (before, after) => (after - before).TotalSeconds * rate).ToList();
        var mean = gaps.Average();
        Assert.InRange(Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, 0.95, 1.05);
    }

    [Fact]
    public void A_ramp_sends_a_quarter_of_its_work_in_its_first_half()
    {
        var arrivals = Even(from: 0, to: 1000, seconds: 10);
        Assert.InRange(arrivals.Count(at => at.TotalSeconds < 5) / (double)arrivals.Count, 0.24, 0.26);
    }

    private static List<TimeSpan> Even(double from, double to, double seconds) =>
        [.. Arrivals.Of(from, to, TimeSpan.FromSeconds(seconds), Spacing.Even, new Random(0))];
}
