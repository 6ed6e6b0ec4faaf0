using System.Threading.RateLimiting;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Tracking;

/// <summary>What a party may see and do with nothing but a receipt. Wrong, unknown and withdrawn receipts look alike.</summary>
internal static class TrackingApi
{
    public const string RateLimit = "tracking";

    /// <summary>Look-ups from one place at once, and how many come back each second.</summary>
    private const int LookUpsAtOnceMax = 40, LookUpsPerSecondMax = 4;

    private const int BodyBytesMax = 32 * 1024;

    public static IServiceCollection AddTracking(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await new Problem(StatusCodes.Status429TooManyRequests, "too-many-calls").ExecuteAsync(context.HttpContext);
        };
        limits.AddPolicy(RateLimit, http => RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new()
        {
            TokenLimit = LookUpsAtOnceMax,
            TokensPerPeriod = LookUpsPerSecondMax,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    });

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        var track = routes.MapGroup("/api/track/{receipt}").RequireRateLimiting(RateLimit);
        track.MapGet("", Track).Produces<TrackAnswer>().WithSummary("Where a report stands, by its receipt");
        track.MapPost("/withdraw", (HttpContext http, string receipt, TrackedCases cases) => cases.Act(
            http, receipt, "withdraw", BodyBytesMax, (by, row) => new WithdrawDispute(by, row))).Accepts<PartyBody>("application/json").Produces<TrackAnswer>();
        track.MapPost("/note", (HttpContext http, string receipt, TrackedCases cases) => cases.Act(
            http, receipt, "note", BodyBytesMax, (by, row) => new NoteDispute(by, row ?? throw new ProblemException(Problem.Malformed("/text", "say something")))))
            .Accepts<PartyBody>("application/json").Produces<TrackAnswer>();
    }

    private static async Task<IResult> Track(HttpContext http, string receipt, TrackedCases cases)
    {
        var seen = await cases.Find(http, receipt);
        return seen.Card.State == CardState.Withdrawn ? Problem.NotFound : JsonShapes.Answer(TrackAnswer.Of(seen.Card));
    }
}

public sealed record PartyBody(string? Text = null);

/// <summary>What a party sees: no position, no name, nothing of who is behind the unit.</summary>
/// <param name="Unit">The tier that has it.</param>
/// <param name="Area">The street, or the district; never anything finer.</param>
/// <param name="Next">The tier it climbs to if nothing happens by <paramref name="Due"/>.</param>
/// <param name="Rights">Codes of what the party may do or use.</param>
public sealed record TrackAnswer(
    CardState Status, Tier Unit, AreaId Area, DateTimeOffset Since, DateTimeOffset? Due, Tier? Next, IReadOnlyList<string> Rights, bool CanWithdraw)
{
    /// <summary>Mediation is voluntary and never closes the way to arbitration and court; legal aid is free of charge at 12348.</summary>
    private static readonly string[] Always = ["mediation-voluntary", "arbitration", "court", "legal-aid"];

    internal static TrackAnswer Of(DisputeCard card) => new(
        card.State, card.Tier, card.Area.At(AreaLevel.Street), card.ReportedAt, card.Due?.At, card.Due?.Then,
        card.IsOpen ? [.. Always, "withdraw", "note"] : [.. Always, "note"], card.IsOpen);
}

/// <summary>From a receipt to its case, in whatever partition it is.</summary>
internal sealed class TrackedCases(IRealms realms, IRealmSecrets secrets, IVaultTable table, IVault vault, IJournal journal, CaseCommands commands)
{
    private const int ReceiptCharacters = 1 + RealmKeys.ReceiptCharacters;

    /// <exception cref="ProblemException">404.</exception>
    public async ValueTask<SeenCase> Find(HttpContext http, string receipt)
    {
        if (receipt.Length != ReceiptCharacters || !Base32.IsValid(receipt.AsSpan(1)) || RealmOf(http, receipt[0]) is not { } realm) throw new ProblemException(Problem.NotFound);
        var found = await table.FindLookup(realm.Instance, Lookup.Receipt, secrets.KeysOf(realm.Instance).ReceiptHash(receipt));
        if (found is null) throw new ProblemException(Problem.NotFound);
        var stream = StreamId.Of(realm.Instance, found.Partition, DisputeStream.Kind, found.CaseId);
        var entries = await journal.ReadStream(stream, 0);
        return DisputeCardFold.Of(entries) is { } card ? new(realm, stream, entries, card) : throw new ProblemException(Problem.NotFound);
    }

    public async Task<IResult> Act(HttpContext http, string receipt, string command, int bodyBytesMax, Func<Actor, string?, DisputeCommand> commandOf)
    {
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<PartyBody>(bodyBytesMax);
        var text = PlainText.Optional(body.Value.Text, "/text", PlainText.TextMax, lines: true);
        var seen = await Find(http, receipt);
        var keys = secrets.KeysOf(seen.Realm.Instance);
        var id = keys.PersonsCommand("", $"POST /api/track/{receipt}/{command}", key);
        var row = text is null ? null : await vault.Seal(seen.Stream.Instance, seen.Stream.Id, keys.VaultRowId(id, 0), command == "note" ? "note" : "reason", text);
        var wasWithdrawn = seen.Card.State == CardState.Withdrawn;
        var answer = await commands.Send(
            seen.Stream, new() { Id = id, Body = body.Hash(keys), Vault = row is null ? VaultWrites.None : new([row], [], []) }, commandOf(new(Actor.Party), row?.RowId));
        if (answer.Kind is not (AnswerKind.Done or AnswerKind.NothingNew or AnswerKind.Repeated)) return await commands.Told(http, seen, answer);
        if (wasWithdrawn && answer.Kind != AnswerKind.Repeated) return Problem.NotFound;
        return JsonShapes.Answer(TrackAnswer.Of((await Find(http, receipt)).Card));
    }

    /// <summary>As named, else by the receipt's first letter, which says what kind of realm it is of.</summary>
    private RealmView? RealmOf(HttpContext http, char letter) => http.Request.Query["realm"] is [{ } named]
        ? realms.Find(named)
        : realms.All.FirstOrDefault(realm => RealmKindCodes.TryParse(realm.Kind, out var kind) && kind.Letter() == letter);
}
