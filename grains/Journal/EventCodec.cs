using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GridActors.Journal;

/// <summary>Between events as objects and events as stored JSON, by the names we own.</summary>
public static class EventCodec
{
    /// <summary>How payloads are written: camelCase names, codes for enums, instants with six decimals, nothing for null.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NullMayBeLeftOut } },
        Converters = { new InstantJson(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly FrozenDictionary<Type, StoredNameAttribute> NameByType = typeof(EventCodec).Assembly.GetTypes()
        .Select(type => (Type: type, Name: type.GetCustomAttribute<StoredNameAttribute>()))
        .Where(pair => pair.Name is not null)
        .ToFrozenDictionary(pair => pair.Type, pair => pair.Name!);

    private static readonly FrozenDictionary<(string, int), Type> TypeByName =
        NameByType.ToFrozenDictionary(pair => (pair.Value.Name, pair.Value.Version), pair => pair.Key);

    /// <summary>Every stored name and version this build can read.</summary>
    public static IEnumerable<(string Name, int Version, Type Type)> StoredNames => NameByType.Select(pair => (pair.Value.Name, pair.Value.Version, pair.Key));

    public static NewEvent Encode(object happened)
    {
        var name = NameByType[happened.GetType()];
        return new(name.Name, name.Version, JsonSerializer.Serialize(happened, happened.GetType(), Json), happened);
    }

    /// <summary>The event of an entry, old shapes lifted to the present one.</summary>
    /// <exception cref="UnknownEventException">This build does not know the name or version.</exception>
    public static object Decode(JournalEntry entry) => entry.Decoded ?? Decode(entry.Name, entry.NameVersion, entry.Payload);

    public static object Decode(string name, int version, string payload)
    {
        if (!TypeByName.TryGetValue((name, version), out var type)) throw new UnknownEventException(name, version);
        var happened = JsonSerializer.Deserialize(payload, type, Json) ?? throw new JsonException($"{name} version {version} has an empty payload");
        while (happened is IUpcast old) happened = old.Upcast();
        return happened;
    }

    // what is null is not written, so it need not be there to be read; everything else must be
    private static void NullMayBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AssociatedParameter is { IsNullable: true } || Nullable.GetUnderlyingType(property.PropertyType) is not null) property.IsRequired = false;
    }

    private sealed class InstantJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return Instants.Parse(reader.GetString() ?? "");
            }
            catch (FormatException wrong)
            {
                throw new JsonException("an instant is UTC with six decimals", wrong);
            }
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Instants.Text(value));
    }
}

/// <summary>The journal holds an event that a newer build wrote.</summary>
public sealed class UnknownEventException(string name, int version) : Exception($"this build does not know the event {name} version {version}");
