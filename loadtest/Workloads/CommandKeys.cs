using System.Security.Cryptography;

namespace GridActors.LoadTest.Workloads;

/// <summary>
/// Idempotency keys of one run: different for every number, equal for equal (seed, number), so that a run can be sent again on purpose.
/// Two runs of one seed against one realm would be taken for resends, so a run also mixes in a salt.
/// </summary>
public sealed class CommandKeys(int seed, ulong salt)
{
    /// <summary>Keys that no earlier run has used.</summary>
    public static CommandKeys ForNewRun(int seed) => new(seed, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    public UInt128 Of(long number) => new(Mixed((ulong)number ^ salt), Mixed((ulong)(uint)seed << 32 ^ (ulong)number ^ ulong.RotateLeft(salt, 29)));

    /// <summary>A seed of its own for each number of a run.</summary>
    internal static int Mixed(int seed, long number) => (int)Mixed((ulong)(uint)seed << 32 ^ (ulong)number);

    /// <summary>SplitMix64's finalizer: every bit of the input moves every bit of the answer.</summary>
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
