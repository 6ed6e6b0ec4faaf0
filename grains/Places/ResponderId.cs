using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.Places;

/// <summary>
/// Who acts on a case, by role and place and never by name: <c>worker-440306018012-017-1</c>, <c>head-440306018012-017-0042</c>,
/// <c>lead-440306018012</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("responder-id"), JsonConverter(typeof(ResponderIdJson))]
public readonly record struct ResponderId([property: Id(0)] string Value) : IComparable<ResponderId>
{
    public int CompareTo(ResponderId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(ResponderId left, ResponderId right) => left.CompareTo(right) < 0;

    public static bool operator >(ResponderId left, ResponderId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ResponderId left, ResponderId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ResponderId left, ResponderId right) => left.CompareTo(right) >= 0;
}

internal sealed class ResponderIdJson : JsonConverter<ResponderId>
{
    public override ResponderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text ? new(text) : throw new JsonException("not a responder's id");

    public override void Write(Utf8JsonWriter writer, ResponderId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
