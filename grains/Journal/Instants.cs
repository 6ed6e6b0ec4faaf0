using System.Globalization;

namespace GridActors.Journal;

/// <summary>Instants as the journal writes them: UTC with exactly six decimals, nothing finer than a microsecond.</summary>
public static class Instants
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Cuts what is finer than a microsecond, so that a live instant equals the replayed one.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The text, digit by digit: every row has three instants, and reading the format costs more than the rest.</summary>
    public static string Text(DateTimeOffset instant) => string.Create("yyyy-mm-ddThh:mm:ss.ffffffZ".Length, instant.UtcDateTime, static (text, at) =>
    {
        Digits(text[..4], at.Year);
        Digits(text[5..7], at.Month);
        Digits(text[8..10], at.Day);
        Digits(text[11..13], at.Hour);
        Digits(text[14..16], at.Minute);
        Digits(text[17..19], at.Second);
        Digits(text[20..26], (int)(at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        (text[4], text[7], text[10], text[13], text[16], text[19], text[26]) = ('-', '-', 'T', ':', ':', '.', 'Z');
    });

    /// <exception cref="FormatException">The text is not UTC with six decimals.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static void Digits(Span<char> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--, number /= 10) text[i] = (char)('0' + number % 10);
    }
}
