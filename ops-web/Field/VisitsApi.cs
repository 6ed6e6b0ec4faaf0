using GridActors.Buildings;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>When buildings were walked, and that one was. By role only: nobody counts whose visits they were.</summary>
internal static class VisitsApi
{
    /// <summary>Days within which a building is to be walked again.</summary>
    private const int VisitEveryDays = 30;

    /// <summary>Buildings that a list shows.</summary>
    private const int BuildingsMax = 100;

    private const int BodyBytesMax = 1024;

    public static void MapVisits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/field/{responder}/visits", List).Produces<VisitList>().WithSummary("Buildings of one's own cell or one's own building, most overdue first");
        routes.MapPost("/api/buildings/{building}/visit", Visit).Accepts<FieldBody>("application/json").Produces<VisitAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A building was walked and nothing found that needs a case");
    }

    private static IResult List(HttpContext http, string responder, IRealmPlaces places, BoardFeeds boards)
    {
        var realm = http.InventedRealm();
        var (registry, roster) = (places.RegistryOf(realm.Instance), places.RosterOf(realm.Instance));
        if (roster.Find(new(responder)) is not { } who) return Problem.NotFound;
        var buildings = FieldPlaces.BuildingsOf(who, roster, registry).ToList();
        var visits = boards.FeedOf(realm).Read(board => buildings.ConvertAll(building => (Building: building, At: board.LastVisitOf(building))));
        return JsonShapes.Answer(new VisitList(VisitEveryDays, [.. visits.OrderBy(visit => visit.At ?? DateTimeOffset.MinValue).ThenBy(visit => visit.Building).Take(BuildingsMax)
            .Select(visit => new VisitLine(visit.Building, visit.At, visit.At?.AddDays(VisitEveryDays)))]));
    }

    private static async Task<IResult> Visit(HttpContext http, string building, IGrainFactory grains, IRealmSecrets secrets, IRealmPlaces places, IRealmClocks clocks, TimeProvider time)
    {
        var realm = http.InventedRealm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<FieldBody>(BodyBytesMax);
        var device = DeviceClock.Of(body.Value.DeviceAt, time.GetUtcNow());
        var (registry, roster) = (places.RegistryOf(realm.Instance), places.RosterOf(realm.Instance));
        var who = FieldRoles.Known(roster, body.Value.Responder, "/responder");
        if (!AreaId.TryParse(building, out var walked) || registry.FindBuilding(walked) is null) return Problem.NotFound;
        if (!FieldRoles.TakesWorkOf(roster, walked, who.Id) && !walked.IsIn(who.Home)) return Problem.NotFound;
        var keys = secrets.KeysOf(realm.Instance);
        var stream = StreamId.Of(realm.Instance, Partition.Open, BuildingStream.Kind, walked.Code);
        var answer = await GrainsByKey<IBuildingGrain>.Of(grains, stream.GrainKey).Handle(
            new() { Id = keys.PersonsCommand("", $"POST /api/buildings/{walked.Code}/visit", key), Body = body.Hash(keys) }, new RecordVisit(new(FieldRoles.RoleOf(who.Kind))))
            .WaitAsync(CaseCommands.AnswerWaitMax, time);
        return answer.Kind == AnswerKind.OtherBody ? Problem.OtherBody : JsonShapes.Answer(new VisitAnswer(walked, device.Says, clocks.Now(realm.Instance)));
    }
}

/// <summary>When a building was last walked and is due again; null: never yet.</summary>
public sealed record VisitLine(AreaId Building, DateTimeOffset? LastVisitAt, DateTimeOffset? DueAt);

public sealed record VisitList(int EveryDays, IReadOnlyList<VisitLine> Buildings);

/// <param name="ServerNow">The realm's time.</param>
public sealed record VisitAnswer(AreaId Building, ClockSays Clock, DateTimeOffset ServerNow);
