using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Silo.People;

/// <summary>A roster's difference to the one in use, in lines that a person reads; people by their ids only.</summary>
internal static class RosterText
{
    public static IEnumerable<string> Of(RosterDiff diff)
    {
        yield return diff.From is null ? $"the first roster of this realm: {diff.To[..12]}"
            : diff.IsSame ? $"nothing changes: the roster in use is this one ({diff.To[..12]})" : $"roster {diff.From[..12]} → {diff.To[..12]}";
        foreach (var (role, count) in diff.Roles) yield return $"  {role,-12}{count.Before,7} → {count.After,7}";
        if (diff.From is not null && !diff.IsSame)
            yield return $"  {diff.Added.Length} added, {diff.Removed.Length} removed, {diff.Moved.Length} to another place, {diff.Rescheduled.Length} on other duty, "
                + $"{diff.Reskilled.Length} with other skills or recusals, {diff.Renamed.Length} with another name or phone";
        foreach (var (title, people) in diff.From is null ? [] : (IEnumerable<(string, IReadOnlyList<ResponderId>)>)
            [("added", diff.Added), ("removed", diff.Removed), ("to another place", diff.Moved), ("on other duty", diff.Rescheduled)])
            foreach (var line in NamedLists.Of(title, people)) yield return line;
        if (diff.UnservedCells.IsEmpty) yield break;
        foreach (var line in NamedLists.Of($"WARNING: no worker serves {diff.UnservedCells.Length} cells; their cases are passed on to the community at once", diff.UnservedCells)) yield return line;
    }
}
