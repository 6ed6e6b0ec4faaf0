using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.Places;

/// <summary>How fine a place is, coarsest first.</summary>
public enum AreaLevel
{
    District,
    Street,
    Community,
    Cell,
    Building,
}

/// <summary>
/// One node of the district's tree, by its code: <c>district</c>, street <c>440306018</c>, community <c>440306018012</c>, cell
/// <c>440306018012-017</c>, building <c>440306018012-017-0042</c>. <c>X-unlocated</c> is the child of X for what has no finer place.
/// The airport <c>440306400</c> is a district-level area of its own.
/// </summary>
[GenerateSerializer, Immutable, Alias("area"), JsonConverter(typeof(AreaIdJson))]
public readonly record struct AreaId([property: Id(0)] string Code) : IComparable<AreaId>
{
    /// <summary>Street codes are 9 digits.</summary>
    private const int StreetDigits = 9;

    /// <summary>Community codes are 12 digits.</summary>
    private const int CommunityDigits = 12;

    private const string UnlocatedSuffix = "-unlocated";

    public static readonly AreaId District = new("district");

    public static readonly AreaId Airport = new("440306400");

    public bool IsUnlocated => Code.EndsWith(UnlocatedSuffix, StringComparison.Ordinal);

    /// <summary>The child of this area for what has no finer place.</summary>
    public AreaId Unlocated => new(Code + UnlocatedSuffix);

    /// <summary>The level of the area; an unlocated child has the level of its parent.</summary>
    public AreaLevel Level
    {
        get
        {
            var code = Located.Code;
            if (code == District.Code || code == Airport.Code) return AreaLevel.District;
            return code.Length switch
            {
                StreetDigits => AreaLevel.Street,
                CommunityDigits => AreaLevel.Community,
                _ => code.AsSpan(CommunityDigits + 1).Contains('-') ? AreaLevel.Building : AreaLevel.Cell,
            };
        }
    }

    /// <summary>The area one level up; the district is its own parent.</summary>
    public AreaId Parent => IsUnlocated ? Located : Level switch
    {
        AreaLevel.District or AreaLevel.Street => District,
        AreaLevel.Community => new(Code[..StreetDigits]),
        _ => new(Code[..Code.LastIndexOf('-')]),
    };

    private AreaId Located => IsUnlocated ? new(Code[..^UnlocatedSuffix.Length]) : this;

    /// <summary>The enclosing area of the given level, or this area (an unlocated child: its parent) when it is already as coarse.</summary>
    public AreaId At(AreaLevel level)
    {
        var area = Located;
        while (area.Level > level) area = area.Parent;
        return area;
    }

    /// <summary>Whether this area is the given one or lies in it.</summary>
    public bool IsIn(AreaId area) =>
        area == District || Code == area.Code || Code.StartsWith(area.Code, StringComparison.Ordinal) && !char.IsAsciiDigit(NextAfter(area));

    /// <summary>Whether the text has the shape of an area code; says nothing about whether a registry knows it.</summary>
    public static bool TryParse(string? text, out AreaId area)
    {
        area = new(text ?? "");
        return text is not null && AreaIdShape.Matches(text);
    }

    public int CompareTo(AreaId other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;

    public static bool operator <(AreaId left, AreaId right) => left.CompareTo(right) < 0;

    public static bool operator >(AreaId left, AreaId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AreaId left, AreaId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AreaId left, AreaId right) => left.CompareTo(right) >= 0;

    // A street's code is a prefix of its communities' codes (digits follow); below that a dash follows.
    private char NextAfter(AreaId area) =>
        area.Level == AreaLevel.Street && area.Code.Length == StreetDigits || Code.Length == area.Code.Length ? '-' : Code[area.Code.Length];
}

internal static partial class AreaIdShape
{
    [System.Text.RegularExpressions.GeneratedRegex(
        @"\A(district|[0-9]{9}|[0-9]{12}|[0-9]{12}-[0-9]{3}|[0-9]{12}-[0-9]{3}-[0-9]{4})(-unlocated)?\z")]
    private static partial System.Text.RegularExpressions.Regex Shape();

    public static bool Matches(string text) => Shape().IsMatch(text);
}

internal sealed class AreaIdJson : JsonConverter<AreaId>
{
    public override AreaId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AreaId.TryParse(reader.GetString(), out var area) ? area : throw new JsonException("not an area code");

    public override void Write(Utf8JsonWriter writer, AreaId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
