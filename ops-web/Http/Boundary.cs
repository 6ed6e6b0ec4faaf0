using System.Net;

namespace GridActors.OpsWeb.Http;

/// <summary>
/// What is let in: requests that were sent to this machine by its own name, and nothing with an effect from another site's page. No forwarded header is
/// believed: there is no proxy before a service on loopback.
/// </summary>
internal sealed class Boundary(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!IsLoopbackName(http.Request.Host.Host)) return new Problem(StatusCodes.Status400BadRequest, "unknown-host", "Host").ExecuteAsync(http);
        if (IsForeign(http.Request) && HasEffect(http.Request)) return new Problem(StatusCodes.Status403Forbidden, "foreign-origin", "Origin").ExecuteAsync(http);
        return next(http);
    }

    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);

    private static bool HasEffect(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) || request.Path.StartsWithSegments("/hubs");

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0) return origin.Count > 1 || !string.Equals(origin[0], $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return request.Headers["Sec-Fetch-Site"] is [not null and not ("same-origin" or "none")];
    }
}
