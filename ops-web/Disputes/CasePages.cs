using System.Text.Json;
using System.Text.Json.Nodes;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>What one case shows, and its personal text for those who say what for.</summary>
internal sealed class CasePages(IVault vault, IRealmClocks clocks, BoardFeeds boards, CaseDoor door, DeskNames desks)
{
    private const int BodyBytesMax = 8 * 1024;

    /// <summary>Reports from one place within this time may be of one thing.</summary>
    private static readonly TimeSpan DuplicateWithin = TimeSpan.FromHours(1);

    private static readonly string[] ReportFields = ["text", "name", "phone", "address", "position"];

    public async Task<IResult> Page(HttpContext http, string caseId)
    {
        var seen = await door.Open(http.Realm(), caseId);
        var report = await Report(seen);
        var named = await desks.Of(seen.Stream);
        http.Response.Headers.ETag = $"\"{seen.Card.ETag}\"";
        return JsonShapes.Answer(new CasePage(
            OnBoard(seen) ?? seen.Card,
            [.. seen.Entries.Select(entry => CaseTimeline.Of(entry, named))],
            [.. seen.Entries.Select(entry => CaseTimeline.NoteOf(entry, named)).OfType<NoteLine>()],
            [.. Revealable(report, seen.Entries)],
            report is null ? null : new(report.Name is { } name ? Mask.Name(name) : null, report.Phone is { } phone ? Mask.Phone(phone) : null),
            Duplicates(seen)));
    }

    public async Task<IResult> Reveal(HttpContext http, string caseId)
    {
        var realm = http.Realm();
        var body = (await http.ReadBody<RevealBody>(BodyBytesMax)).Value;
        var desk = PlainText.Checked(body.Desk, "/desk", PlainText.DeskMax);
        var fields = body.Fields.Distinct().ToArray();
        if (fields.Length == 0) throw new ProblemException(Problem.Malformed("/fields", "name at least one"));
        for (var i = 0; i < fields.Length; i++)
        {
            if (!ReportFields.Contains(fields[i]) && !OwnRows.ContainsKey(fields[i])) throw new ProblemException(Problem.Malformed($"/fields/{i}", "no such field"));
        }
        var seen = await door.Open(realm, caseId);
        var access = new AccessRow(desk, JsonNamingPolicy.KebabCaseLower.ConvertName(body.Purpose.ToString()), caseId, string.Join(',', fields), clocks.Now(realm.Instance));
        var rows = await vault.Reveal(
            realm.Instance, access, [.. fields.Select(field => OwnRows.GetValueOrDefault(field, ReportText.Field)).Distinct()]);
        var report = rows.FirstOrDefault(row => row.Field == ReportText.Field) is { } packed ? ReportText.Parse(packed.Text) : null;
        IReadOnlyList<RevealedRow>? Rows(string field) =>
            fields.Contains(field) ? [.. rows.Where(row => row.Field == OwnRows[field]).Select(row => new RevealedRow(row.RowId, row.Text))] : null;
        return JsonShapes.Answer(new Revealed(
            fields.Contains("text") ? report?.Text : null, fields.Contains("name") ? report?.Name : null, fields.Contains("phone") ? report?.Phone : null,
            fields.Contains("address") ? report?.Address : null, fields.Contains("position") && report?.Position is { } at ? [at.Lon, at.Lat] : null,
            Rows("notes"), Rows("reasons"), Rows("terms")));
    }

    /// <summary>What can be asked for by name, and the vault field its rows have.</summary>
    private static readonly IReadOnlyDictionary<string, string> OwnRows = new Dictionary<string, string> { ["notes"] = "note", ["reasons"] = "reason", ["terms"] = "terms" };

    private async ValueTask<ReportText?> Report(SeenCase seen) =>
        (await vault.Open(seen.Stream.Instance, seen.Stream.Id, [ReportText.Field])) is [var row, ..] ? ReportText.Parse(row.Text) : null;

    private static IEnumerable<string> Revealable(ReportText? report, IReadOnlyList<JournalEntry> entries)
    {
        if (report is null) yield break; // erased, or never had any
        yield return "text";
        if (report.Name is not null) yield return "name";
        if (report.Phone is not null) yield return "phone";
        if (report.Address is not null) yield return "address";
        if (report.Position is not null) yield return "position";
        if (entries.Any(entry => entry.Name == "dispute-noted")) yield return "notes";
        if (entries.Any(entry => entry.Payload.Contains("\"reasonRow\"", StringComparison.Ordinal))) yield return "reasons";
        if (entries.Any(entry => entry.Name == "dispute-settled")) yield return "terms";
    }

    /// <summary>The board's card also knows whether the task is with its responder.</summary>
    private DisputeCard? OnBoard(SeenCase seen) =>
        boards.FeedOf(seen.Realm).Read(board => board.Find(seen.Card.CaseId)) is { } card && card.Version == seen.Card.Version ? card : null;

    private IReadOnlyList<string> Duplicates(SeenCase seen)
    {
        var leaf = seen.Card.Area.Level == AreaLevel.Building || seen.Card.Area.IsUnlocated ? seen.Card.Area : seen.Card.Area.Unlocated;
        if (leaf.IsUnlocated && leaf.Level < AreaLevel.Cell) return []; // the triage list is no place
        return boards.FeedOf(seen.Realm).Read(board => board.CasesAt(leaf).Select(board.Find).OfType<DisputeCard>()
            .Where(other => other.CaseId != seen.Card.CaseId && (other.ReportedAt - seen.Card.ReportedAt).Duration() <= DuplicateWithin)
            .Select(other => other.CaseId).ToList());
    }
}

public sealed record CasePage(
    DisputeCard Card, IReadOnlyList<TimelineLine> Timeline, IReadOnlyList<NoteLine> Notes, IReadOnlyList<string> Fields, MaskedReporter? Masked, IReadOnlyList<string> Duplicates);

public sealed record TimelineLine(int Version, int Ordinal, DateTimeOffset At, string Name, TimelineActor? By, JsonObject Details);

public sealed record TimelineActor(string Role, string? Responder, string? Desk);

public sealed record NoteLine(string Row, DateTimeOffset At, TimelineActor? By);

public sealed record MaskedReporter(string? Name, string? Phone);

public enum RevealPurpose
{
    Handling,
    Contact,
    Safety,
}

public sealed record RevealBody(IReadOnlyList<string> Fields, RevealPurpose Purpose, string Desk);

public sealed record RevealedRow(string Row, string Text);

public sealed record Revealed(
    string? Text, string? Name, string? Phone, string? Address, double[]? Position, IReadOnlyList<RevealedRow>? Notes, IReadOnlyList<RevealedRow>? Reasons,
    IReadOnlyList<RevealedRow>? Terms);
