using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Field;

/// <summary>Who somebody in the field is, and for which places.</summary>
internal static class FieldRoles
{
    private const int ResponderCharactersMax = 64;

    /// <exception cref="ProblemException">422: the roster does not know them.</exception>
    public static Responder Known(Roster roster, string responder, string field) =>
        (responder.Length is > 0 and <= ResponderCharactersMax ? roster.Find(new(responder)) : null) ?? throw new ProblemException(Problem.Unusable("unknown-responder", field));

    /// <summary>How acts are signed: a desk's people act as operators.</summary>
    public static Actor ActorOf(Responder who) => new(RoleOf(who.Kind), who.Id);

    public static string RoleOf(ResponderKind kind) => kind switch
    {
        ResponderKind.Worker => "worker",
        ResponderKind.Head => "head",
        ResponderKind.Mediator => "mediator",
        _ => Actor.Operator,
    };

    /// <summary>The building's head, and whoever takes the cell's work, whether on duty or not.</summary>
    public static bool TakesWorkOf(Roster roster, AreaId area, ResponderId who) =>
        area.Level == AreaLevel.Building && roster.HeadOf(area) == who || area.Level >= AreaLevel.Cell && roster.WorkersOf(area.At(AreaLevel.Cell)).Contains(who);

    /// <summary>An invented person's name, masked: 张*.</summary>
    public static string MaskedName(RealmKeys keys, ResponderId who) => Mask.Name(InventedPeople.Of(who, SeedOf(keys)).Name);

    /// <summary>The seed that a realm's invented people are drawn from.</summary>
    private static int SeedOf(RealmKeys keys) => (int)(keys.Draw("invented-people", "realm", 0, 0) * int.MaxValue);
}
