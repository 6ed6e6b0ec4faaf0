using GridActors.Journal;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Http;

/// <summary>A web node that has not found a silo yet answers commands 503, and reads as ever.</summary>
internal sealed class SilosAway(RequestDelegate next, IPartsOfService parts)
{
    public Task InvokeAsync(HttpContext http) => parts.TakesCommands || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        ? next(http)
        : throw new JournalUnavailableException("no silo was found yet");
}
