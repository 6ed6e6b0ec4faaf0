using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.Places;

/// <summary>A few responders, each once, in order; two sets of the same are equal. As JSON an array of ids.</summary>
[GenerateSerializer, Immutable, Alias("responder-set"), JsonConverter(typeof(ResponderSetJson))]
public sealed class ResponderSet : IEquatable<ResponderSet>
{
    public static readonly ResponderSet None = new([]);

    [Id(0)] private readonly ImmutableArray<ResponderId> all;

    public ResponderSet(IEnumerable<ResponderId> responders) => all = [.. responders.Distinct().Order()];

    public ImmutableArray<ResponderId> All => all;

    public bool Contains(ResponderId responder) => all.Contains(responder);

    public ResponderSet With(ResponderId? responder) => responder is { } one && !all.Contains(one) ? new(all.Add(one)) : this;

    public bool Equals(ResponderSet? other) => other is not null && all.AsSpan().SequenceEqual(other.all.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ResponderSet);

    public override int GetHashCode() => all.Length == 0 ? 0 : HashCode.Combine(all.Length, all[0]);
}

internal sealed class ResponderSetJson : JsonConverter<ResponderSet>
{
    public override ResponderSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<ResponderId[]>(ref reader, options) is { Length: > 0 } all ? new(all) : ResponderSet.None;

    public override void Write(Utf8JsonWriter writer, ResponderSet value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.All, options);
}
