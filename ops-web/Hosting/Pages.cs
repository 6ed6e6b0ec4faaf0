namespace GridActors.OpsWeb.Hosting;

/// <summary>The web client as it was built into wwwroot.</summary>
internal static class Pages
{
    private const string Index = "index.html";

    /// <summary>File names under assets carry a hash of their content.</summary>
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapPages(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = served => served.Context.Response.Headers.CacheControl = served.Context.Request.Path.StartsWithSegments("/assets") ? ForEver : "no-cache",
        });
        foreach (var page in (string[])["/", "/wall", "/report", "/track/{receipt?}", "/field", "/field/{**rest}"]) app.MapGet(page, Page).ExcludeFromDescription();
    }

    private static async Task Page(HttpContext http, IWebHostEnvironment environment)
    {
        var index = environment.WebRootFileProvider.GetFileInfo(Index);
        http.Response.Headers.CacheControl = "no-cache";
        if (index.Exists)
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.SendFileAsync(index, http.RequestAborted);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        await http.Response.WriteAsync("The page was not built (BuildClient=false). The API is at /openapi/v1.json.", http.RequestAborted);
    }
}
