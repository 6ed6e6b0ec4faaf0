using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>Forgets a person: a case's texts, its key, and what finds it. What happened stays, in codes and bare ids.</summary>
internal static class ErasingApi
{
    private const int BodyBytesMax = 1024;

    public static void MapErasing(this IEndpointRouteBuilder routes) => routes.MapPost("/api/cases/{id}/erase", Erase).Accepts<EraseBody>("application/json")
        .Produces<ErasedAnswer>().WithSummary("Erases a case's personal text for good, after writing down who ordered it and why");

    private static async Task<IResult> Erase(HttpContext http, string id, CaseDoor door, CaseErasing erasing, IRealmClocks clocks)
    {
        var realm = http.Realm();
        var body = (await http.ReadBody<EraseBody>(BodyBytesMax)).Value;
        var desk = PlainText.Checked(body.Desk, "/desk", PlainText.DeskMax);
        var seen = await door.Open(realm, id);
        await erasing.Erase(realm.Instance, seen.Stream.Id, desk, body.Purpose, clocks.Now(realm.Instance));
        return JsonShapes.Answer(new ErasedAnswer(seen.Stream.Id, Erased: true)); // of a twin nothing is said
    }
}

public sealed record EraseBody(string Desk, ErasePurpose Purpose);

public sealed record ErasedAnswer(string CaseId, bool Erased);
