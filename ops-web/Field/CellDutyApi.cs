using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Field;

/// <summary>Who is on duty for a cell, by role and place; and when nobody is, where a report goes instead.</summary>
internal static class CellDutyApi
{
    private const string NobodyOnDuty = "nobody-on-duty";

    public static void MapCellDuty(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/cells/{cell}/duty", Duty).Produces<CellDuty>().WithSummary("Who is on duty for a cell, or where the ladder takes its cases");

    private static IResult Duty(HttpContext http, string cell, IRealmPlaces places)
    {
        var realm = http.Realm();
        var (registry, roster, now) = (places.RegistryOf(realm.Instance), places.RosterOf(realm.Instance), realm.Now);
        if (!AreaId.TryParse(cell, out var asked) || registry.FindCell(asked) is null) return Problem.NotFound;
        var onDuty = roster.OnDutyFor(asked, now).Select(who => new OnDutyNow(who, roster.Find(who)!.Kind, roster.DutyUntil(who, now))).ToList();
        if (onDuty.Count > 0) return JsonShapes.Answer(new CellDuty(asked, now, onDuty, null, null));
        return JsonShapes.Answer(new CellDuty(asked, now, [], roster.WorkersOf(asked).Min(who => roster.NextDuty(who, now)), new(Then(roster, asked, now), NobodyOnDuty)));
    }

    /// <summary>Up the ladder past every desk where nobody is; where no roster tells, the next one.</summary>
    private static Tier Then(Roster roster, AreaId cell, DateTimeOffset now)
    {
        if (roster.IsEmpty || roster.OnDutyFor(cell.At(AreaLevel.Community), now).Count > 0) return Tier.Community;
        return roster.OnDutyFor(cell.At(AreaLevel.Street), now).Count > 0 ? Tier.Street : Tier.District;
    }
}

/// <param name="Next">When somebody is on duty again; null while somebody is, or as far as can be seen never.</param>
/// <param name="Nobody">Set when nobody is on duty.</param>
public sealed record CellDuty(AreaId Cell, DateTimeOffset Now, IReadOnlyList<OnDutyNow> OnDuty, DateTimeOffset? Next, NobodyThere? Nobody);

/// <param name="Until">When the duty ends; null: it does not, as far as can be seen.</param>
public sealed record OnDutyNow(ResponderId Responder, ResponderKind Kind, DateTimeOffset? Until);

/// <summary>Where a case goes at once, and why.</summary>
public sealed record NobodyThere(Tier Then, string Reason);
