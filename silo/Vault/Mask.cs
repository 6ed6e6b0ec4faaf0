using System.Globalization;
using System.Text;

namespace GridActors.Silo.Vault;

/// <summary>What anyone may see of a name or phone who has not said what for. Pure, and total over whatever people type.</summary>
public static class Mask
{
    /// <summary>UTF-16 units of the one character that stays; one with more marks heaped on it shows its base only.</summary>
    private const int CharacterUnitsMax = 12;

    /// <summary>A phone number this long shows its first and last digits, as in 138****0000.</summary>
    private const int LongPhoneDigits = 11;

    private const int FirstDigits = 3, LastDigits = 4;

    /// <summary>A shorter one shows only its last digits, and the shortest none.</summary>
    private const int ShortPhoneDigits = 7, ShortLastDigits = 2;

    private const string Hidden = "****";

    /// <summary>The first character and a star (张*); a name of one character is hidden whole; none stays none.</summary>
    public static string Name(string name)
    {
        var visible = Visible(name).Normalize();
        if (visible.Length == 0) return "";
        var first = StringInfo.GetNextTextElementLength(visible);
        if (first == visible.Length) return "*";
        if (first <= CharacterUnitsMax) return string.Concat(visible.AsSpan(0, first), "*");
        return string.Concat(visible.AsSpan(0, char.IsSurrogate(visible[0]) ? 2 : 1), "*");
    }

    /// <summary>
    /// First three and last four digits (138****0000) of a number with area or mobile prefix, without the country's; the last two of a local one; nothing of what is
    /// shorter. Other characters than digits do not count. None stays none.
    /// </summary>
    public static string Phone(string phone)
    {
        if (string.IsNullOrWhiteSpace(phone)) return "";
        var digits = Digits(phone);
        if (digits.Length > LongPhoneDigits)
        {
            if (digits.StartsWith("0086", StringComparison.Ordinal)) digits = digits[4..];
            else if (digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        }
        return digits.Length switch
        {
            >= LongPhoneDigits => $"{digits[..FirstDigits]}{Hidden}{digits[^LastDigits..]}",
            >= ShortPhoneDigits => Hidden + digits[^ShortLastDigits..],
            _ => Hidden,
        };
    }

    /// <summary>Without spaces around it and without what has no shape (direction marks, joiners at the start, half a surrogate pair, control characters).</summary>
    private static string Visible(string name)
    {
        StringBuilder visible = new(name.Length);
        foreach (var rune in name.EnumerateRunes()) // half a surrogate pair comes as the replacement character
        {
            var isJoiner = rune.Value == 0x200d && visible.Length > 0; // holds an emoji together
            if (isJoiner || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned))
                visible.Append(rune.ToString());
        }
        return visible.ToString().Trim();
    }

    private static string Digits(string phone)
    {
        StringBuilder digits = new(phone.Length);
        foreach (var one in phone)
            if (CharUnicodeInfo.GetDecimalDigitValue(one) is >= 0 and var digit)
                digits.Append((char)('0' + digit));
        return digits.ToString();
    }
}
