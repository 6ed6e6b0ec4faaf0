using System.Text.Json;
using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case's personal text and pictures, for those who say what for; who asked is written down first.</summary>
internal sealed class CaseReveal(IVault vault, IRealmClocks clocks, CaseDoor door)
{
    public const int BodyBytesMax = 8 * 1024;

    private const int RowCharactersMax = 64;

    private static readonly string[] ReportFields = ["text", "name", "phone", "address", "position"];

    /// <summary>What can be asked for by name, and the vault field its rows have.</summary>
    private static readonly IReadOnlyDictionary<string, string> OwnRows =
        new Dictionary<string, string> { ["notes"] = CaseAct.NoteField, ["reasons"] = "reason", ["terms"] = "terms" };

    public async Task<IResult> Reveal(HttpContext http, string caseId)
    {
        var realm = http.Realm();
        var body = (await http.ReadBody<RevealBody>(BodyBytesMax)).Value;
        var desk = PlainText.Checked(body.Desk, "/desk", PlainText.DeskMax);
        var fields = Checked(body.Fields);
        return await Reveal(await door.Open(realm, caseId), desk, fields, body.Purpose);
    }

    /// <exception cref="ProblemException">400: none, or none of the case's.</exception>
    public static string[] Checked(IReadOnlyList<string> asked)
    {
        var fields = asked.Distinct().ToArray();
        if (fields.Length == 0) throw new ProblemException(Problem.Malformed("/fields", "name at least one"));
        for (var i = 0; i < fields.Length; i++)
        {
            if (!ReportFields.Contains(fields[i]) && !OwnRows.ContainsKey(fields[i])) throw new ProblemException(Problem.Malformed($"/fields/{i}", "no such field"));
        }
        return fields;
    }

    /// <param name="who">As the access record names them: a desk, or a responder.</param>
    public async Task<IResult> Reveal(SeenCase seen, string who, string[] fields, RevealPurpose purpose)
    {
        var rows = await vault.Reveal(
            seen.Stream.Instance, Access(seen, who, purpose, string.Join(',', fields)), [.. fields.Select(field => OwnRows.GetValueOrDefault(field, ReportText.Field)).Distinct()]);
        var report = rows.FirstOrDefault(row => row.Field == ReportText.Field) is { } packed ? ReportText.Parse(packed.Text) : null;
        IReadOnlyList<RevealedRow>? Rows(string field) =>
            fields.Contains(field) ? [.. rows.Where(row => row.Field == OwnRows[field]).Select(row => new RevealedRow(row.RowId, row.Text))] : null;
        return JsonShapes.Answer(new Revealed(
            fields.Contains("text") ? report?.Text : null, fields.Contains("name") ? report?.Name : null, fields.Contains("phone") ? report?.Phone : null,
            fields.Contains("address") ? report?.Address : null, fields.Contains("position") && report?.Position is { } at ? [at.Lon, at.Lat] : null,
            Rows("notes"), Rows("reasons"), Rows("terms")));
    }

    /// <summary>One picture of the file, as it was kept.</summary>
    public async Task<IResult> Photo(HttpContext http, string caseId)
    {
        var realm = http.Realm();
        var body = (await http.ReadBody<PhotoRevealBody>(BodyBytesMax)).Value;
        var desk = PlainText.Checked(body.Desk, "/desk", PlainText.DeskMax);
        var seen = await door.Open(realm, caseId);
        if (body.Row.Length > RowCharactersMax || !seen.Entries.Any(entry => CaseTimeline.PhotoOf(entry, DeskNames.None)?.Row == body.Row)) return Problem.NotFound;
        var rows = await vault.Reveal(realm.Instance, Access(seen, desk, body.Purpose, CaseAct.PhotoField), [CaseAct.PhotoField]);
        return rows.FirstOrDefault(row => row.RowId == body.Row) is { } kept
            ? Results.Bytes(Convert.FromBase64String(kept.Text), "image/jpeg")
            : new Problem(StatusCodes.Status410Gone, "erased");
    }

    private AccessRow Access(SeenCase seen, string who, RevealPurpose purpose, string fields) =>
        new(who, JsonNamingPolicy.KebabCaseLower.ConvertName(purpose.ToString()), seen.Stream.Id, fields, clocks.Now(seen.Stream.Instance));
}

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

public sealed record PhotoRevealBody(string Row, RevealPurpose Purpose, string Desk);
