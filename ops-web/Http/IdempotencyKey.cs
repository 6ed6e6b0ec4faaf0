namespace GridActors.OpsWeb.Http;

/// <summary>The name a caller gives to one thing it wants done once; without accounts it is the only identity.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int CharactersMin = 16;
    private const int CharactersMax = 128;

    /// <summary>Fewer different characters than this, and somebody else will send the same key one day.</summary>
    private const int DifferentCharactersMin = 4;

    /// <exception cref="ProblemException">400 naming the header: missing, short, not visible ASCII, or plainly a counter or one repeated character.</exception>
    public static string Of(HttpContext http)
    {
        var sent = http.Request.Headers[Header];
        if (sent.Count != 1 || sent[0] is not { Length: > 0 } key) throw Refused("mint one random key for each thing you want done");
        if (key.Length is < CharactersMin or > CharactersMax) throw Refused($"{CharactersMin} to {CharactersMax} characters");
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~')) throw Refused("visible ASCII characters only");
        if (IsGuessable(key)) throw Refused("not a counter and not one character repeated: others would come upon the same key");
        return key;
    }

    /// <summary>A counter is digits that are mostly zeros, or a run such as 0123456789; whatever stands around it does not make it random.</summary>
    internal static bool IsGuessable(string key)
    {
        if (HasFewerThan(DifferentCharactersMin, key)) return true;
        Span<char> digits = stackalloc char[CharactersMax];
        var (count, letters, leadingZeros) = (0, 0, 0);
        foreach (var character in key.AsSpan(0, Math.Min(key.Length, CharactersMax)))
        {
            if (!char.IsAsciiLetterOrDigit(character)) continue;
            if (char.IsAsciiLetter(character)) letters++;
            if (character == '0' && leadingZeros == count) leadingZeros++;
            digits[count++] = character;
        }
        if (count == 0) return true;
        if (letters == 0 && count - leadingZeros < CharactersMin / 2) return true;
        return IsRun(digits[..count]);
    }

    private static bool HasFewerThan(int different, ReadOnlySpan<char> key)
    {
        UInt128 seen = 0;
        foreach (var character in key) seen |= UInt128.One << (character & 127); // visible ASCII
        return UInt128.PopCount(seen) < (UInt128)different;
    }

    private static bool IsRun(ReadOnlySpan<char> digits)
    {
        var steps = 0;
        for (var i = 1; i < digits.Length; i++)
        {
            if (digits[i] == digits[i - 1] + 1 || digits[i - 1] == '9' && digits[i] == '0') steps++;
        }
        return steps == digits.Length - 1;
    }

    private static ProblemException Refused(string detail) => new(new(StatusCodes.Status400BadRequest, "idempotency-key", Header, detail));
}
