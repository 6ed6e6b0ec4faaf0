using System.Text.Json.Serialization;
using GridActors.Disputes;
using GridActors.Rules;

namespace GridActors.OpsWeb.Http;

/// <summary>What is answered when something is not done as asked: <c>application/problem+json</c> with a stable code, and the field at fault where one is.</summary>
internal sealed record Problem(int Status, string Code, string? Field = null, string? Detail = null) : IResult
{
    /// <summary>Who was first, on a conflict.</summary>
    public object? By { get; init; }

    /// <summary>When they were.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Where the case is now, when it moved on.</summary>
    public Tier? Tier { get; init; }

    public CardState? State { get; init; }

    /// <summary>Unknown and invisible are answered with this very same body.</summary>
    public static readonly Problem NotFound = new(StatusCodes.Status404NotFound, "not-found");

    /// <summary>For what the routing itself turned down.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => new(status, "method-not-allowed"),
        StatusCodes.Status413PayloadTooLarge => new(status, "too-large"),
        StatusCodes.Status415UnsupportedMediaType => new(status, "not-json", "Content-Type", "send application/json"),
        _ => new(status, "refused"),
    };

    public static Problem Malformed(string field, string detail) => new(StatusCodes.Status400BadRequest, "malformed", field, detail);

    /// <summary>Well-formed, but nothing that could be meant.</summary>
    public static Problem Unusable(string code, string field, string? detail = null) => new(StatusCodes.Status422UnprocessableEntity, code, field, detail);

    public static Problem OtherBody => new(StatusCodes.Status422UnprocessableEntity, "other-body", "Idempotency-Key", "the key was used before with another body");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(
            new Body("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status), Status, Code, Field, Detail, By, At, Tier, State),
            JsonShapes.Options, "application/problem+json", httpContext.RequestAborted);
    }

    private sealed record Body(
        string Type, string Title, int Status, string Code,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? By,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Tier? Tier,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardState? State);
}

/// <summary>Ends the handling of a request with a problem.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}
