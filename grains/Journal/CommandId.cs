using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.Journal;

/// <summary>128 bits of a keyed hash that name one command for ever: a person's, a follow-up's or a deadline's. 32 hex digits as text.</summary>
[GenerateSerializer, Immutable, Alias("command-id"), JsonConverter(typeof(CommandIdJson))]
public readonly record struct CommandId([property: Id(0)] UInt128 Value)
{
    /// <summary>Takes the first 16 bytes of a keyed hash.</summary>
    public static CommandId From(ReadOnlySpan<byte> hash) => new(BinaryPrimitives.ReadUInt128BigEndian(hash));

    public static CommandId Parse(string text) => new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return Convert.ToHexStringLower(bytes);
    }
}

/// <summary>
/// The keyed hash of a command's body, so that the same key with another body is noticed. <see cref="Form"/> numbers the way the body was brought into
/// canonical form before hashing (1 = RFC 8785); <see cref="None"/> for follow-ups and deadlines, which have no body.
/// </summary>
[GenerateSerializer, Immutable, Alias("body-hash")]
public readonly record struct BodyHash([property: Id(0)] int Form, [property: Id(1)] UInt128 Hmac)
{
    public const int CanonicalJson = 1;

    public static readonly BodyHash None;

    /// <summary>Whether both are of one known form and differ. An unknown form or an erased hash counts as the same body.</summary>
    public bool Differs(BodyHash other) => Form == CanonicalJson && other.Form == CanonicalJson && Hmac != other.Hmac;
}

internal sealed class CommandIdJson : JsonConverter<CommandId>
{
    public override CommandId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CommandId.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, CommandId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
