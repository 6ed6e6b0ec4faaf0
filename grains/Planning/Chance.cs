using GridActors.Journal;

namespace GridActors.Planning;

/// <summary>
/// Chance keyed by what it is about (purpose, stream, version, n), never by a counter: the same stream and version always draw the same, in any order.
/// One keyed hash for the stream and version; purposes and numbers are mixed into it, because a hash for each would be most of a run's time.
/// </summary>
internal readonly struct Chance(RealmKeys keys, string stream, int version)
{
    private const double UnitsIn53Bits = 1.0 / (1UL << 53);

    private readonly ulong seed = (ulong)(keys.Draw("agenda", stream, version, 0) / UnitsIn53Bits);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Unit(string purpose, int n = 0)
    {
        var mixed = seed;
        foreach (var letter in purpose) mixed = (mixed ^ letter) * 1099511628211; // FNV-1a
        return (Finished(Finished(mixed) ^ (ulong)n) >> 11) * UnitsIn53Bits;
    }

    public double Between(double from, double to, string purpose, int n = 0) => from + (to - from) * Unit(purpose, n);

    public TimeSpan Minutes(double from, double to, string purpose, int n = 0) => TimeSpan.FromMinutes(Between(from, to, purpose, n));

    public T OneOf<T>(IReadOnlyList<T> choices, string purpose, int n = 0) => choices[(int)(Unit(purpose, n) * choices.Count)];

    // the finaliser of SplitMix64
    private static ulong Finished(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }
}
