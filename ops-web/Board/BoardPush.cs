using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.OpsWeb.Board;

public enum PushKind
{
    Snapshot,
    Changes,
    Heartbeat,
}

/// <summary>The part of a push that is the same for everybody who watches one area: its members, each already as JSON.</summary>
public sealed record PushBody(PushKind Kind, IReadOnlyList<PushMember> Members)
{
    /// <summary>Bytes that each watcher is sent.</summary>
    public int Bytes { get; } = Members.Sum(member => member.Json.Length);
}

/// <summary>One member, written in one piece: a web socket sends every piece of its buffer as a frame of its own.</summary>
public sealed record PushMember(JsonEncodedText Name, byte[] Json);

/// <summary>One push to one watch: its own number, and the shared body.</summary>
[JsonConverter(typeof(BoardPushJson))]
public sealed record BoardPush(int Watch, long N, PushBody Body);

/// <summary>Writes the shared members as they are, so that 200 boards cost one serialisation and 200 copies.</summary>
internal sealed class BoardPushJson : JsonConverter<BoardPush>
{
    private static readonly JsonEncodedText Watch = JsonEncodedText.Encode("watch"), N = JsonEncodedText.Encode("n");

    public override BoardPush Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("a board only sends pushes");

    public override void Write(Utf8JsonWriter writer, BoardPush value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Watch, value.Watch);
        writer.WriteNumber(N, value.N);
        foreach (var member in value.Body.Members)
        {
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(member.Json, skipInputValidation: true);
        }
        writer.WriteEndObject();
    }
}
