using System.Text;

namespace GridActors.Places;

/// <summary>Brings what people type to the form that registries store.</summary>
internal static class AddressText
{
    /// <summary>Longer texts are no address; what is beyond is not looked at.</summary>
    public const int CharactersMax = 200;

    /// <summary>Full-width forms made plain, dashes and digits in one form, without blanks and punctuation.</summary>
    public static string Normal(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, CharactersMax));
        foreach (var typed in text.AsSpan(0, Math.Min(text.Length, CharactersMax)))
        {
            var c = typed is >= '！' and <= '～' ? (char)(typed - '！' + '!') : typed;
            if (char.IsWhiteSpace(c) || c is ',' or '，' or '。' or '、' or '·' or '\'' or '’') continue;
            plain.Append(char.ToLowerInvariant(c is '—' or '–' ? '-' : c));
        }
        return plain.ToString();
    }

    /// <summary>The text without the names of country, province, city and district before it.</summary>
    public static string WithinDistrict(string normal)
    {
        foreach (var outer in (ReadOnlySpan<string>)["中国", "广东省", "广东", "深圳市", "深圳", "宝安区", "宝安"])
            if (normal.StartsWith(outer, StringComparison.Ordinal)) normal = normal[outer.Length..];
        return normal;
    }
}
