using System.Text.Json.Nodes;
using GridActors.Journal;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case's entries as its page tells them: codes as stored, desks by name.</summary>
internal static class CaseTimeline
{
    private const string RowSuffix = "Row";

    public static TimelineLine Of(JournalEntry entry, IReadOnlyDictionary<string, string> desks)
    {
        var payload = JsonNode.Parse(entry.Payload)!.AsObject();
        var by = ActorOf(payload, desks);
        foreach (var name in payload.Select(member => member.Key).Where(IsNoDetail).ToArray()) payload.Remove(name);
        return new(entry.Version, entry.Ordinal, entry.At, entry.Name, by, payload);
    }

    /// <summary>The note an entry put into the file, or null.</summary>
    public static NoteLine? NoteOf(JournalEntry entry, IReadOnlyDictionary<string, string> desks)
    {
        if (entry.Name != "dispute-noted") return null;
        var payload = JsonNode.Parse(entry.Payload)!.AsObject();
        return new((string)payload["textRow"]!, entry.At, ActorOf(payload, desks));
    }

    private static bool IsNoDetail(string name) => name is "by" or "at" or "openBy" or "openCommand" || name.EndsWith(RowSuffix, StringComparison.Ordinal);

    private static TimelineActor? ActorOf(JsonObject payload, IReadOnlyDictionary<string, string> desks) => payload["by"] is not JsonObject by
        ? null
        : new((string)by["role"]!, (string?)by["responder"], by["desk"] is { } row ? desks.GetValueOrDefault((string)row!) : null);
}
