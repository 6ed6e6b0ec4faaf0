using System.Globalization;

namespace GridActors.LoadTest.Stores;

/// <summary>A journal row of ordinary size with nothing behind it: what the table costs without checks, hashes and company.</summary>
internal static class RawRow
{
    public const string At = "2026-03-02T01:00:00.000000Z";
    public const string Name = "building-visited";
    public const string Payload = """{"role":"operator","at":"2026-03-02T01:00:00.000000Z"}""";

    /// <summary>Bytes of a hash.</summary>
    private const int HashBytes = 32;

    public static readonly byte[] Hash = new byte[HashBytes];

    /// <summary>A stream of its own for every row.</summary>
    public static string Stream(long position) => string.Create(CultureInfo.InvariantCulture, $"raw/{position:00000000000000}");

    public static string Command(long position) => position.ToString("x32", CultureInfo.InvariantCulture);
}
