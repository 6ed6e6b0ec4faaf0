using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Realms;

/// <summary>The worlds this service shows, and the demo's clock.</summary>
internal static class RealmsApi
{
    private const string Demo = "demo";

    /// <summary>Realm seconds per real second.</summary>
    private const double RateMin = 0.1, RateMax = 3600;

    private const int BodyBytesMax = 1024;

    public static void MapRealms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/realms", (IRealms realms, IRealmPlaces places, BoardFeeds boards) =>
            JsonShapes.Answer(realms.All.Select(realm => RealmAnswer.Of(realm, places, boards)).ToList())).Produces<IReadOnlyList<RealmAnswer>>();
        routes.MapPost("/api/realms/demo/clock", SetClock).Accepts<ClockBody>("application/json").Produces<RealmAnswer>().WithSummary("Rate, pause and step of the demo");
        routes.MapPost("/api/realms/demo/wipe", Wipe).Produces<RealmAnswer>(StatusCodes.Status202Accepted).WithSummary("Throws the demo away and begins the next; live cannot be reached from here");
    }

    private static async Task<IResult> SetClock(HttpContext http, IRealms realms, IRealmPlaces places, BoardFeeds boards)
    {
        var body = (await http.ReadBody<ClockBody>(BodyBytesMax)).Value;
        if (body.Rate is { } rate && !(rate is >= RateMin and <= RateMax)) return Problem.Malformed("/rate", $"{RateMin} to {RateMax}");
        if (realms.Find(Demo) is not { } demo) return Problem.NotFound;
        if (body.Step && !(body.Paused ?? demo.Paused)) return new Problem(StatusCodes.Status409Conflict, "not-paused", "/step");
        if (body.Rate is not null || body.Paused is not null) demo = await realms.SetClock(demo.Instance, body.Rate, body.Paused);
        if (body.Step) demo = await realms.Step(demo.Instance);
        return JsonShapes.Answer(RealmAnswer.Of(demo, places, boards));
    }

    private static async Task<IResult> Wipe(IRealms realms, IRealmPlaces places, BoardFeeds boards) => realms.Find(Demo) is null
        ? Problem.NotFound
        : JsonShapes.Answer(RealmAnswer.Of(await realms.WipeDemo(), places, boards), StatusCodes.Status202Accepted);
}

public sealed record ClockBody(double? Rate = null, bool? Paused = null, bool Step = false);

/// <summary>One realm. <paramref name="Roster"/>: how many people serve it. Counts are of the open partition only.</summary>
public sealed record RealmAnswer(
    string Name, string Instance, string Kind, bool Empty, DateTimeOffset Now, ClockPace Clock, int Roster, RegistryAnswer Registry, int OpenCases)
{
    internal static RealmAnswer Of(RealmView realm, IRealmPlaces places, BoardFeeds boards)
    {
        var (everReported, openCases) = boards.FeedOf(realm).Read(board => (board.EverReported, board.CasesInOpenPartition));
        var registry = places.RegistryOf(realm.Instance);
        return new(
            realm.Name, realm.Instance, realm.Kind, everReported == 0, realm.Now, new(realm.Rate, realm.Paused), places.RosterOf(realm.Instance).Count,
            new(registry.Hash, registry.IsSynthetic), openCases);
    }
}

public sealed record RegistryAnswer(string Hash, bool Synthetic);
