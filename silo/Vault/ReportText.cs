using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Places;

namespace GridActors.Silo.Vault;

/// <summary>What a reporter told, packed into one vault row of field <see cref="Field"/>: one row costs half of four. What was not told is left out.</summary>
public sealed record ReportText(string Text, string? Name = null, string? Phone = null, string? Address = null, LonLat? Position = null)
{
    /// <summary>The vault field of a packed report.</summary>
    public const string Field = "report";

    /// <summary>Hanzi stand as they are: escaped they would take twice the room, and no page ever includes this text.</summary>
    private static readonly ReportTextJson Json = new(new(ReportTextJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new Packed(Text, Name, Phone, Address, Position is { } at ? [at.Lon, at.Lat] : null), Json.Packed);

    /// <exception cref="JsonException">It is no packed report.</exception>
    public static ReportText Parse(string json)
    {
        var packed = JsonSerializer.Deserialize(json, Json.Packed) ?? throw new JsonException("an empty report");
        return new(packed.Text, packed.Name, packed.Phone, packed.Address, packed.Position switch
        {
            null => null,
            [var lon, var lat] => new LonLat(lon, lat),
            _ => throw new JsonException("a position is [lon, lat]"),
        });
    }

    internal sealed record Packed(string Text, string? Name = null, string? Phone = null, string? Address = null, double[]? Position = null);
}

[JsonSerializable(typeof(ReportText.Packed))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class ReportTextJson : JsonSerializerContext;
