using System.Globalization;

namespace GridActors.OpsWeb.Http;

/// <summary>What people type: kept as it is, within a length, without control characters (other than line breaks and tabs) and half characters.</summary>
internal static class PlainText
{
    /// <summary>UTF-16 units of a report's or a note's text.</summary>
    public const int TextMax = 4_000;

    public const int NameMax = 40;

    public const int PhoneMax = 32;

    public const int AddressMax = 200;

    public const int DeskMax = 40;

    /// <summary>The text, once it is found fit.</summary>
    /// <exception cref="ProblemException">400 with the field.</exception>
    public static string Checked(string text, string field, int max, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new ProblemException(Problem.Malformed(field, "there is nothing in it"));
        if (text.Length > max) throw new ProblemException(new(StatusCodes.Status400BadRequest, "too-long", field, $"at most {max} characters"));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) throw new ProblemException(Problem.Malformed(field, "half a character"));
            else if (char.GetUnicodeCategory(text[i]) == UnicodeCategory.Control && !(lines && text[i] is '\n' or '\r' or '\t'))
                throw new ProblemException(Problem.Malformed(field, "a control character"));
        }
        return text;
    }

    /// <summary>As <see cref="Checked(string, string, int, bool)"/>; nothing stays nothing.</summary>
    public static string? Optional(string? text, string field, int max, bool lines = false) => text is null ? null : Checked(text, field, max, lines);
}
