using System.Globalization;
using System.Text;

namespace GridActors.LoadTest.Workloads;

/// <summary>A POST as bytes, whole but for its <c>Idempotency-Key</c>, which each sending fills in anew.</summary>
public sealed class PreparedRequest
{
    public const int KeyBytes = 32;

    private readonly byte[] bytes;
    private readonly int keyAt;

    private PreparedRequest(byte[] bytes, int keyAt) => (this.bytes, this.keyAt) = (bytes, keyAt);

    public static PreparedRequest Post(string host, string pathAndQuery, byte[] json)
    {
        var beforeKey = $"POST {pathAndQuery} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nIdempotency-Key: ";
        var afterKey = string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {json.Length}\r\n\r\n");
        byte[] all = [.. Encoding.ASCII.GetBytes(beforeKey), .. new byte[KeyBytes], .. Encoding.ASCII.GetBytes(afterKey), .. json];
        return new(all, beforeKey.Length);
    }

    /// <summary>The request with this key; a copy, so that many can be under way.</summary>
    public ReadOnlyMemory<byte> WithKey(UInt128 key)
    {
        var copy = bytes.AsSpan().ToArray();
        key.TryFormat(copy.AsSpan(keyAt, KeyBytes), out _, "x32", CultureInfo.InvariantCulture);
        return copy;
    }
}
