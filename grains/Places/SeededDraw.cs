using System.Runtime.CompilerServices;

namespace GridActors.Places;

/// <summary>
/// Chance without a generator's state: the same seed, purpose and numbers always draw the same, in any order and on any machine. For shapes,
/// duty plans and invented words; never for ids or anything secret.
/// </summary>
internal static class SeededDraw
{
    /// <summary>A number from 0 up to, not including, 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Unit(int seed, Purpose purpose, long a, long b = 0) => (Bits(seed, purpose, a, b) >> 11) * (1.0 / (1ul << 53));

    /// <summary>A number from 0 up to, not including, <paramref name="count"/>.</summary>
    public static int Below(int count, int seed, Purpose purpose, long a, long b = 0) => (int)(Unit(seed, purpose, a, b) * count);

    /// <summary>A number a text stands for in a draw; equal on every machine, unlike its hash code.</summary>
    public static long NumberOf(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211;
        return (long)hash;
    }

    private static ulong Bits(int seed, Purpose purpose, long a, long b) =>
        Mixed(Mixed(Mixed((ulong)seed << 8 | (byte)purpose) ^ (ulong)a) ^ (ulong)b);

    // the finaliser of SplitMix64
    private static ulong Mixed(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }
}

/// <summary>What a draw is for, so that two draws about the same place are independent.</summary>
internal enum Purpose : byte
{
    JitterEast = 1,
    JitterNorth,
    Border,
    Density,
    Block,
    Position,
    Leave,
    HeadPattern,
    HeadAway,
    LeadPattern,
    Person,
    Skill,
    Home,
}
