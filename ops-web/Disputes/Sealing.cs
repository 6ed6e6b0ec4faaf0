using System.Text.Json;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>
/// Violence found in an open case (contract §8). The sealed twin begins in the sealed partition, in one transaction with its texts and look-ups; then the open case is
/// closed as that operator, with the ordinary reason they chose and under the command id an ordinary close would have had. What others can see is that close and
/// nothing else; if this process dies in between, the sealed case's follow-up sends the very same close.
/// </summary>
internal sealed class Sealing(IRealmSecrets secrets, IVault vault, IVaultTable table, IJournal journal, CaseDoor door, CaseCommands commands)
{
    private const string Violence = "violence", ViolenceText = "violence-text", Close = "close";

    public async Task<IResult> Run(HttpContext http, string caseId)
    {
        var realm = http.Realm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<ViolenceBody>(CaseCommands.BodyBytesMax);
        var match = IfMatch.Of(http, required: true);
        var seen = await door.Open(realm, caseId);
        if (seen.Stream.Partition == Partition.Sealed) return new Problem(StatusCodes.Status409Conflict, "already-sealed");

        var keys = secrets.KeysOf(realm.Instance);
        var twin = StreamId.Of(realm.Instance, Partition.Sealed, DisputeStream.Kind, keys.SealedCaseId(caseId));
        var close = keys.PersonsCommand("", CaseCommands.RouteOf(caseId, Close), key);
        var isFirst = (await journal.ReadStream(twin, 0)).Count == 0;
        if (isFirst && seen.Card.ETag != match) return await commands.Told(http, seen, new(AnswerKind.Stale, seen.Card.Version, seen.Card.ETag, null));
        if (await Begin(realm.Kind, seen, twin, keys, key, close, body, isFirst) == AnswerKind.OtherBody) return Problem.OtherBody;

        var closing = JsonSerializer.SerializeToUtf8Bytes(new CloseBody(body.Value.Desk, body.Value.CloseReason), JsonShapes.Options);
        var answer = await commands.Send(
            seen.Stream, new() { Id = close, Body = keys.Body(CanonicalJson.Canonicalize(closing)) }, new CloseDispute(OpenBy(keys, close), body.Value.CloseReason));
        // it was over already: the sealed case stands all the same
        return await commands.Told(http, seen, answer.Kind == AnswerKind.Refused ? answer with { Kind = AnswerKind.NothingNew, Refusal = null } : answer);
    }

    private async Task<AnswerKind> Begin(
        string kind, SeenCase seen, StreamId twin, RealmKeys keys, string key, CommandId close, RequestBody<ViolenceBody> body, bool isFirst)
    {
        var (instance, caseId) = (seen.Stream.Instance, seen.Stream.Id);
        var command = keys.PersonsCommand("", CaseCommands.RouteOf(caseId, Violence), key);
        var desk = PlainText.Checked(body.Value.Desk, "/desk", PlainText.DeskMax);
        var text = PlainText.Optional(body.Value.Text, "/text", PlainText.TextMax, lines: true);
        var copy = await vault.CopyToSealed(
            instance, caseId, twin.Id, command, [(CaseAct.DeskField, desk), .. text is null ? [] : ((string, string)[])[("note", text)]]);
        var by = new Actor(Actor.Operator, Desk: copy.AddedRowIds[0]);
        var openDesk = await vault.Seal(instance, caseId, OpenBy(keys, close).Desk!, CaseAct.DeskField, desk);
        var answer = await commands.Send(twin, new()
        {
            Id = command,
            Body = body.Hash(keys),
            ExpectNew = isFirst,
            Vault = isFirst ? new([.. copy.Rows, openDesk], [copy.Key], []) { Repointed = await Receipt(kind, seen.Stream, twin, keys) } : VaultWrites.None,
        }, new SealDispute(by, caseId, seen.Card.Area, copy.NewRowIds.GetValueOrDefault(seen.Card.ReportRow, ""), body.Value.CloseReason, OpenBy(keys, close), close));
        if (answer.Kind == AnswerKind.Done && text is not null)
        {
            await commands.Send(
                twin, new() { Id = keys.PersonsCommand("", CaseCommands.RouteOf(caseId, ViolenceText), key) }, new NoteDispute(by, copy.AddedRowIds[1]));
        }
        return answer.Kind;
    }

    /// <summary>As an ordinary close would be signed: the desk's row of that command.</summary>
    private static Actor OpenBy(RealmKeys keys, CommandId close) => new(Actor.Operator, Desk: keys.VaultRowId(close, 0));

    /// <summary>The reporter's receipt finds the sealed case from now on. Cases that were never reported by a person have none.</summary>
    private async ValueTask<System.Collections.Immutable.ImmutableArray<Lookup>> Receipt(string kind, StreamId open, StreamId twin, RealmKeys keys)
    {
        var letter = RealmKindCodes.TryParse(kind, out var parsed) ? parsed.Letter() : 'X';
        var hash = keys.ReceiptHash(keys.Receipt(letter, open.Id));
        return await table.FindLookup(open.Instance, Lookup.Receipt, hash) is null ? [] : [new(Lookup.Receipt, hash, twin.Id, Partition.Sealed)];
    }
}
