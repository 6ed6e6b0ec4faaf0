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
    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) => new Written(JsonSerializer.SerializeToUtf8Bytes(body, Options), status);

    /// <summary>A body that is written already: sent in one piece, with its length.</summary>
    private sealed class Written(byte[] utf8, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json; charset=utf-8", utf8.Length);
            return response.BodyWriter.WriteAsync(utf8, httpContext.RequestAborted).AsTask();
        }
    }
}
