using System.Globalization;

namespace GridActors.Journal;

/// <summary>A double as ECMAScript's <c>String(x)</c> prints it: the shortest digits that read back as the same double, in its own layout.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>Bytes of the longest one: a sign, "0.", 6 zeros and 17 digits.</summary>
    internal const int BytesMax = 32;

    /// <summary>From 10 to this power on a number gets an exponent.</summary>
    private const int PlainExponentMax = 21;

    /// <summary>Below 10 to this power too.</summary>
    private const int PlainExponentMin = -6;

    /// <summary>Writes a finite number as ASCII and answers how many bytes it took.</summary>
    internal static int Format(double number, Span<byte> into)
    {
        if (number == 0)
        {
            into[0] = (byte)'0'; // minus zero too
            return 1;
        }
        var length = 0;
        if (number < 0) into[length++] = (byte)'-';

        Span<byte> digits = stackalloc byte[BytesMax];
        var (count, pointAt) = Shortest(Math.Abs(number), digits);
        digits = digits[..count];
        into = into[length..];
        return length + (pointAt switch
        {
            > PlainExponentMax => Exponential(digits, pointAt - 1, into),
            > 0 when count <= pointAt => Whole(digits, pointAt, into),
            > 0 => Fraction(digits, pointAt, into),
            > PlainExponentMin => Small(digits, -pointAt, into),
            _ => Exponential(digits, pointAt - 1, into),
        });
    }

    /// <summary>The significant digits d1 d2 … and p such that the number is 0.d1d2… × 10^p.</summary>
    private static (int Count, int PointAt) Shortest(double number, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[BytesMax];
        number.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture); // the shortest that round-trips, as 123.45 or 1.2345E+20
        text = text[..written];
        var exponent = 0;
        if (text.IndexOf((byte)'E') is >= 0 and var at)
        {
            exponent = int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..at];
        }
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text.Length : point;
        var (count, leading) = (0, 0);
        foreach (var one in text)
        {
            if (one == '.') continue;
            if (one == '0' && count == 0) leading++;
            else digits[count++] = one;
        }
        while (digits[count - 1] == '0') count--;
        return (count, whole - leading + exponent);
    }

    private static int Whole(ReadOnlySpan<byte> digits, int pointAt, Span<byte> into)
    {
        digits.CopyTo(into);
        into[digits.Length..pointAt].Fill((byte)'0');
        return pointAt;
    }

    private static int Fraction(ReadOnlySpan<byte> digits, int pointAt, Span<byte> into)
    {
        digits[..pointAt].CopyTo(into);
        into[pointAt] = (byte)'.';
        digits[pointAt..].CopyTo(into[(pointAt + 1)..]);
        return digits.Length + 1;
    }

    private static int Small(ReadOnlySpan<byte> digits, int zeros, Span<byte> into)
    {
        "0."u8.CopyTo(into);
        into.Slice(2, zeros).Fill((byte)'0');
        digits.CopyTo(into[(2 + zeros)..]);
        return 2 + zeros + digits.Length;
    }

    private static int Exponential(ReadOnlySpan<byte> digits, int exponent, Span<byte> into)
    {
        var length = digits.Length == 1 ? Whole(digits, 1, into) : Fraction(digits, 1, into);
        into[length++] = (byte)'e';
        into[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(into[length..], out var written, provider: CultureInfo.InvariantCulture);
        return length + written;
    }
}
