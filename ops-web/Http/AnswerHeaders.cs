namespace GridActors.OpsWeb.Http;

/// <summary>Headers of every answer: what a page may load, and that answers with personal text are kept nowhere.</summary>
internal sealed class AnswerHeaders(RequestDelegate next)
{
    /// <summary>The map draws in a worker made of a blob, and reads images from data and blobs; its elements carry their own styles.</summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        return next(http);
    }
}
