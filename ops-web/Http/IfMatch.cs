namespace GridActors.OpsWeb.Http;

/// <summary>The state that a caller decided on, by its ETag.</summary>
internal static class IfMatch
{
    private const int CharactersMax = 64;

    /// <exception cref="ProblemException">428 when it must be there and is not; 400 when it is no ETag of ours.</exception>
    public static string? Of(HttpContext http, bool required)
    {
        var sent = http.Request.Headers.IfMatch;
        if (sent.Count == 0)
        {
            return !required ? null : throw new ProblemException(new(
                StatusCodes.Status428PreconditionRequired, "if-match-required", "If-Match", "send the case's ETag: this must be decided on what you have seen"));
        }
        var etag = sent.Count == 1 ? sent[0]!.Trim() : "";
        if (etag.StartsWith("W/", StringComparison.Ordinal)) etag = etag[2..];
        etag = etag.Trim('"');
        return etag is { Length: > 0 and <= CharactersMax } ? etag : throw new ProblemException(Problem.Malformed("If-Match", "send the case's ETag"));
    }
}
