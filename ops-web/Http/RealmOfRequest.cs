using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Http;

/// <summary>The realm that a request is about.</summary>
internal static class RealmOfRequest
{
    private const string Live = "live";

    /// <summary><c>?realm=</c>, else live.</summary>
    /// <exception cref="ProblemException">404: there is no such realm.</exception>
    public static RealmView Realm(this HttpContext http)
    {
        var named = http.Request.Query["realm"];
        var realms = http.RequestServices.GetRequiredService<IRealms>();
        return (named.Count <= 1 ? realms.Find(named.Count == 0 ? Live : named[0] ?? "") : null)
            ?? throw new ProblemException(new(StatusCodes.Status404NotFound, "unknown-realm", "realm"));
    }
}
