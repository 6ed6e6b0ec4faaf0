using System.Text.Json.Nodes;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>What one case shows to a desk.</summary>
internal sealed class CasePages(IVault vault, BoardFeeds boards, CaseDoor door, CaseHistory history, DeskNames desks)
{
    /// <summary>Reports from one place within this time may be of one thing.</summary>
    private static readonly TimeSpan DuplicateWithin = TimeSpan.FromHours(1);

    public async Task<IResult> Page(HttpContext http, string caseId)
    {
        var seen = await door.Open(http.Realm(), caseId);
        var report = await Report(seen);
        var named = await desks.Of(seen.Stream);
        http.Response.Headers.ETag = $"\"{seen.Card.ETag}\"";
        return JsonShapes.Answer(new CasePage(
            OnBoard(seen) ?? seen.Card,
            await history.Of(seen, named),
            [.. seen.Entries.Select(entry => CaseTimeline.NoteOf(entry, named)).OfType<NoteLine>()],
            [.. seen.Entries.Select(entry => CaseTimeline.PhotoOf(entry, named)).OfType<NoteLine>()],
            [.. Revealable(report, seen.Entries)],
            report is null ? null : new(report.Name is { } name ? Mask.Name(name) : null, report.Phone is { } phone ? Mask.Phone(phone) : null),
            Duplicates(seen)));
    }

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
        if (entries.Any(entry => CaseTimeline.NoteRowOf(entry.Name) is { } row && entry.Payload.Contains($"\"{row}\"", StringComparison.Ordinal))) yield return "notes";
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
    DisputeCard Card, IReadOnlyList<TimelineLine> Timeline, IReadOnlyList<NoteLine> Notes, IReadOnlyList<NoteLine> Photos, IReadOnlyList<string> Fields, MaskedReporter? Masked, IReadOnlyList<string> Duplicates);

public sealed record TimelineLine(int Version, int Ordinal, DateTimeOffset At, string Name, TimelineActor? By, JsonObject Details);

public sealed record TimelineActor(string Role, string? Responder, string? Desk);

/// <summary>A text or a picture in the file: its vault row, and who put it there when.</summary>
public sealed record NoteLine(string Row, DateTimeOffset At, TimelineActor? By);

public sealed record MaskedReporter(string? Name, string? Phone);
