using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Journal;
using GridActors.OpsWeb.Board;

namespace GridActors.OpsWeb.Http;

/// <summary>How the API reads and writes JSON.</summary>
internal static class JsonShapes
{
    /// <summary>Levels of nesting in a request.</summary>
    private const int DepthMax = 16;

    /// <summary>Written: camelCase, codes for enums, instants with six decimals.</summary>
    public static readonly JsonSerializerOptions Options = PushBodies.Json;

    /// <summary>Read: nothing is guessed. No unknown or doubled members, no null where none may be, no numbers for codes, nothing deep.</summary>
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = DepthMax,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = EventCodec.Json.TypeInfoResolver,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>A JSON answer in the API's shape.</summary>
    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) => Results.Json(body, Options, statusCode: status);
}
