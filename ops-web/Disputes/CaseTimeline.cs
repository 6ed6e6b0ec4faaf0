using System.Text.Json.Nodes;
using GridActors.Journal;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case's entries as its page tells them: codes as stored, desks by name.</summary>
internal static class CaseTimeline
{
    private const string RowSuffix = "Row";

    private const string CaseIdMember = "caseId";

    public static TimelineLine Of(JournalEntry entry, IReadOnlyDictionary<string, string> desks)
    {
        var payload = JsonNode.Parse(entry.Payload)!.AsObject();
        var by = ActorOf(payload, desks);
        foreach (var name in payload.Select(member => member.Key).Where(IsNoDetail).ToArray()) payload.Remove(name);
        return new(entry.Version, entry.Ordinal, entry.At, entry.Name, by, payload);
    }

    /// <summary>What a responder's list tells about a case of theirs.</summary>
    public static TimelineLine Of(JournalEntry entry, string role)
    {
        var line = Of(entry, DeskNames.None);
        line.Details.Remove(CaseIdMember);
        return line with { By = new(role, entry.Stream.Id, null) };
    }

    /// <summary>Whether a responder's entry is about the case.</summary>
    public static bool IsAbout(JournalEntry entry, string caseId) => entry.Payload.Contains($"\"{CaseIdMember}\":\"{caseId}\"", StringComparison.Ordinal);

    /// <summary>The text an entry put into the file, or null.</summary>
    public static NoteLine? NoteOf(JournalEntry entry, IReadOnlyDictionary<string, string> desks) => LineOf(entry, NoteRowOf(entry.Name), desks);

    /// <summary>The picture an entry put into the file, or null.</summary>
    public static NoteLine? PhotoOf(JournalEntry entry, IReadOnlyDictionary<string, string> desks) => LineOf(entry, entry.Name == "dispute-photo-added" ? "photoRow" : null, desks);

    /// <summary>The member that names the row of an event's text in the file; null: it has none.</summary>
    public static string? NoteRowOf(string name) => name switch
    {
        "dispute-noted" or "dispute-task-briefed" or "dispute-help-called" or "dispute-task-declined" => "textRow",
        "dispute-task-completed" => "noteRow",
        "dispute-task-handed-over" => "briefRow",
        _ => null,
    };

    private static NoteLine? LineOf(JournalEntry entry, string? member, IReadOnlyDictionary<string, string> desks)
    {
        if (member is null) return null;
        var payload = JsonNode.Parse(entry.Payload)!.AsObject();
        return (string?)payload[member] is { } row ? new(row, entry.At, ActorOf(payload, desks)) : null;
    }

    private static bool IsNoDetail(string name) => name is "by" or "at" or "openBy" or "openCommand" || name.EndsWith(RowSuffix, StringComparison.Ordinal);

    private static TimelineActor? ActorOf(JsonObject payload, IReadOnlyDictionary<string, string> desks) => payload["by"] is not JsonObject by
        ? null
        : new((string)by["role"]!, (string?)by["responder"], by["desk"] is { } row ? desks.GetValueOrDefault((string)row!) : null);
}
