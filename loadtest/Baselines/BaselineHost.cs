using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.LoadTest.Baselines;

/// <summary>What every baseline shares: bare Kestrel on the given addresses, no log line per request, no address line on the console.</summary>
internal static class BaselineHost
{
    public static WebApplication Build(string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Hosting.ConsoleLifetimeOptions>(static options => options.SuppressStatusMessages = true);
        var app = builder.Build();
        app.MapGet("/health/ready", static () => "ready");
        return app;
    }
}
