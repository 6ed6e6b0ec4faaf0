using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GridActors.LoadTest.Baselines;

/// <summary>The roof: an ASP.NET endpoint on the report's path that does nothing and answers 201.</summary>
public static class EmptyEndpoint
{
    public static WebApplication Build(string urls)
    {
        var app = BaselineHost.Build(urls);
        app.MapPost("/api/reports", static () => Results.StatusCode(StatusCodes.Status201Created));
        return app;
    }
}
