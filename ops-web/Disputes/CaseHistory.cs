using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Field;
using GridActors.Places;
using GridActors.Responders;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case's timeline: its own entries, and between them what the lists of those who had it tell: given, on the phone, looked at.</summary>
internal sealed class CaseHistory(IJournal journal, IRealmPlaces places)
{
    private static readonly string[] Told = ["task-given", "task-delivered", "task-seen"];

    public async ValueTask<IReadOnlyList<TimelineLine>> Of(SeenCase seen, IReadOnlyDictionary<string, string> desks)
    {
        List<(DateTimeOffset At, TimelineLine Line)> lines = [.. seen.Entries.Select(entry => (entry.At, CaseTimeline.Of(entry, desks)))];
        var roster = places.RosterOf(seen.Stream.Instance);
        foreach (var responder in TaskStory.Of(seen.Entries, number: 0).Holders.Distinct())
        {
            var role = roster.Find(responder) is { } known ? FieldRoles.RoleOf(known.Kind) : Actor.Operator;
            foreach (var entry in await journal.ReadStream(ResponderStream.Of(seen.Stream, responder), 0))
                if (Told.Contains(entry.Name) && CaseTimeline.IsAbout(entry, seen.Stream.Id)) lines.Add((entry.At, CaseTimeline.Of(entry, role)));
        }
        return [.. lines.OrderBy(line => line.At).Select(line => line.Line)]; // of one instant the case's own come first
    }
}
