using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Field;

/// <summary>Who may act as somebody in the field: until there are accounts, anybody as an invented person, and nobody as a real one.</summary>
internal static class FieldAccess
{
    public static bool NeedsAccount(RealmView realm) => !RealmKindCodes.TryParse(realm.Kind, out var kind) || kind == RealmKind.Live;

    /// <summary>The request's realm, when its people are invented.</summary>
    /// <exception cref="ProblemException">404 unknown realm; 403: its people are real.</exception>
    public static RealmView InventedRealm(this HttpContext http)
    {
        var realm = http.Realm();
        return NeedsAccount(realm) ? throw new ProblemException(new(StatusCodes.Status403Forbidden, "accounts-needed", "realm", "real people need an account, and there are none yet")) : realm;
    }
}
