namespace GridActors.Journal;

/// <summary>Crockford's base32: upper-case, without I, L, O and U, so that a code survives a phone call.</summary>
public static class Base32
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The first characters of the bytes, 5 bits each, most significant first.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, int characters)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characters * 5, bytes.Length * 8);
        Span<char> text = stackalloc char[characters];
        for (var i = 0; i < characters; i++)
        {
            var bit = i * 5;
            var window = bytes[bit / 8] << 8 | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Digits[window >> (11 - bit % 8) & 31];
        }
        return new string(text);
    }

    public static bool IsValid(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);
}
