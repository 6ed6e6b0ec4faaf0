using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>Where cases of the open partition are open, folded from its journal.</summary>
internal static class OpenCaseAreas
{
    private const int ReadEntriesMax = 2_000;

    public static async Task<Dictionary<AreaId, int>> Of(IJournal journal, string instance)
    {
        var areas = new Dictionary<string, AreaId>(StringComparer.Ordinal);
        var position = 0L;
        while (await journal.ReadAll(instance, Partition.Open, position, ReadEntriesMax) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
                if (EventCodec.Decode(entry) is DisputeEvent happened) await Fold(journal, areas, entry, happened);
            position = entries[^1].Position;
        }
        return areas.Values.GroupBy(area => area).ToDictionary(group => group.Key, group => group.Count());
    }

    private static async Task Fold(IJournal journal, Dictionary<string, AreaId> areas, JournalEntry entry, DisputeEvent happened)
    {
        switch (happened)
        {
            case DisputeReported reported:
                areas[entry.Stream.Id] = reported.Area;
                break;
            case DisputeTriaged triaged:
                areas[entry.Stream.Id] = triaged.Area;
                break;
            case DisputeReopened:
                var before = (await journal.ReadStream(entry.Stream, 0)).TakeWhile(earlier => earlier.Version < entry.Version);
                if (DisputeCardFold.Of(before) is { } card) areas[entry.Stream.Id] = card.Area;
                break;
            case DisputeSettled or DisputeRefused or DisputeWithdrawn or DisputeClosed:
                areas.Remove(entry.Stream.Id);
                break;
        }
    }
}
