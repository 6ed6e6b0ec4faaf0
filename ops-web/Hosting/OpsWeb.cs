using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Field;
using GridActors.OpsWeb.Health;
using GridActors.OpsWeb.Http;
using GridActors.OpsWeb.Imports;
using GridActors.OpsWeb.Journals;
using GridActors.OpsWeb.Keys;
using GridActors.OpsWeb.Places;
using GridActors.OpsWeb.Realms;
using GridActors.OpsWeb.Reports;
using GridActors.OpsWeb.Tracking;
using GridActors.Silo.Hosting;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Hosting;

/// <summary>The service: a district, its boards and its API in one process.</summary>
internal static class OpsWeb
{
    public static WebApplication Build(OpsWebOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(OpsWeb).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets().UseUrls(options.Urls).ConfigureKestrel(ServerLimits.Set);
        // request lines hold case ids and receipts; a stranger's refused hub calls would fill the log
        // and a request that nobody logs needs no activity of its own
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.Critical)
            .AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error).AddFilter("Polly", LogLevel.Warning);
        builder.AddBoardView(options.Scope);
        if (options.District.Seat is { } seat) builder.AddWebNode(options.District, seat);
        else builder.AddDistrict(options.District);
        builder.AddBoard();
        builder.Services.AddDisputes().AddTracking().AddPlacesApi().AddImports().AddField().AddSingleton<TrackedCases>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var converter in JsonShapes.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // answered by Faults, as everything else
        builder.Services.AddOpenApi();

        var app = builder.Build();
        app.UseMiddleware<AnswerHeaders>().UseMiddleware<Faults>().UseMiddleware<Boundary>();
        if (options.District.Seat is not null) app.UseMiddleware<SilosAway>();
        app.UseStatusCodePages(empty => Problem.OfStatus(empty.HttpContext.Response.StatusCode).ExecuteAsync(empty.HttpContext));
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.MapPages();
        app.UseRouting();
        app.UseRateLimiter();
        app.MapOpenApi();
        app.MapReports();
        app.MapTracking();
        app.MapDisputes();
        app.MapErasing();
        app.MapKeys();
        app.MapPlaces();
        app.MapRealms();
        app.MapImports();
        app.MapRouse(options.District);
        app.MapJournals();
        app.MapHealth();
        app.MapBoard();
        app.MapField();
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ServedFolder>().Lock.Announce(app.Urls.First())); // the port may have been any free one
        return app;
    }
}
