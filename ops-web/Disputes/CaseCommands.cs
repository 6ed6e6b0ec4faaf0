using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>Takes operators' commands to their case and says what came of them.</summary>
internal sealed class CaseCommands(IGrainFactory grains, IRealmSecrets secrets, IRealmPlaces places, IVault vault, CaseDoor door, DeskNames desks, TimeProvider time)
{
    /// <summary>Bytes of a command's body.</summary>
    public const int BodyBytesMax = 32 * 1024;

    /// <summary>Commands on one case wait for each other; while the journal is held up nobody is left standing longer than this, and 503 says: send the same again.</summary>
    public static readonly TimeSpan AnswerWaitMax = TimeSpan.FromSeconds(1.5);

    /// <summary>The key of a command by its route: the same words for every case, so that nothing of the case is in them but its id.</summary>
    public static string RouteOf(string caseId, string command) => $"POST /api/cases/{caseId}/{command}";

    public async Task<IResult> Run<TBody>(
        HttpContext http, string caseId, string command, bool ifMatch, Func<CaseAct, TBody, ValueTask<DisputeCommand>> commandOf)
        where TBody : IDeskBody
    {
        var realm = http.Realm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<TBody>(BodyBytesMax);
        var match = IfMatch.Of(http, ifMatch);
        var seen = await door.Open(realm, caseId);
        var keys = secrets.KeysOf(realm.Instance);
        var act = new CaseAct(seen, keys.PersonsCommand("", RouteOf(caseId, command), key), keys, vault, places);
        await act.SignAs(body.Value.Desk);
        var dispute = await commandOf(act, body.Value);
        var answer = await Send(seen.Stream, new() { Id = act.Id, Body = body.Hash(keys), IfMatch = match, Vault = act.Writes }, dispute);
        return await Told(http, seen, answer);
    }

    public Task<Answer<DisputeRefusal>> Send(StreamId stream, CommandEnvelope envelope, DisputeCommand command) =>
        GrainsByKey<IDisputeGrain>.Of(grains, stream.GrainKey).Handle(envelope, command).WaitAsync(AnswerWaitMax, time);

    public async Task<IResult> Told(HttpContext http, SeenCase seen, Answer<DisputeRefusal> answer)
    {
        switch (answer.Kind)
        {
            case AnswerKind.OtherBody:
                return Problem.OtherBody;
            case AnswerKind.Stale:
                http.Response.Headers.ETag = $"\"{answer.ETag}\"";
                return new Problem(StatusCodes.Status412PreconditionFailed, "stale", "If-Match", "the case has changed since: look again");
            case AnswerKind.Refused:
                return await Refused(seen, answer.Refusal!.Value);
            default:
                http.Response.Headers.ETag = $"\"{answer.ETag}\"";
                return JsonShapes.Answer(new CommandAnswer(seen.Stream.Id, answer.Version, answer.ETag));
        }
    }

    private async Task<IResult> Refused(SeenCase seen, DisputeRefusal refusal)
    {
        if (refusal == DisputeRefusal.NeverReported) return Problem.NotFound;
        var code = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.ToString());
        var now = refusal == DisputeRefusal.AlreadyAcknowledged ? (await door.Open(seen.Realm, seen.Stream.Id)).Card.By : null;
        return new Problem(StatusCodes.Status409Conflict, code)
        {
            By = now is null ? null : new { now.Role, now.Responder, Desk = await desks.NameOf(seen.Stream, now.Desk) },
            At = now?.At,
        };
    }
}
