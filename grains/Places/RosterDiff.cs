using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>What becomes of a district's people when one roster takes another's place.</summary>
/// <param name="Renamed">People whose name or phone changed, or came, or went; only that it did.</param>
/// <param name="UnservedCells">Cells of the registry that no worker serves at any time.</param>
public sealed record RosterDiff(
    string? From, string To, ImmutableSortedDictionary<string, (int Before, int After)> Roles, ImmutableArray<ResponderId> Added, ImmutableArray<ResponderId> Removed,
    ImmutableArray<ResponderId> Moved, ImmutableArray<ResponderId> Rescheduled, ImmutableArray<ResponderId> Reskilled, ImmutableArray<ResponderId> Renamed, ImmutableArray<AreaId> UnservedCells)
{
    public bool IsSame => From == To;

    public static RosterDiff Between(StaffList? before, StaffList after, Registry registry)
    {
        var (old, now) = (ById(before), ById(after));
        var both = after.Members.Where(member => old.ContainsKey(member.Id)).Select(member => (Was: old[member.Id], Is: member)).ToList();
        var roles = Enum.GetValues<ResponderKind>().ToImmutableSortedDictionary(
            RosterFile.CodeOf, kind => (before?.Members.Count(member => member.Kind == kind) ?? 0, after.Members.Count(member => member.Kind == kind)), StringComparer.Ordinal);
        var served = after.Members.Where(member => member.Kind == ResponderKind.Worker).Select(member => member.Area).ToHashSet();
        return new(
            before?.Hash, after.Hash, roles,
            [.. after.Members.Where(member => !old.ContainsKey(member.Id)).Select(member => member.Id)],
            [.. (before?.Members ?? []).Where(member => !now.ContainsKey(member.Id)).Select(member => member.Id)],
            [.. both.Where(pair => pair.Was.Area != pair.Is.Area).Select(pair => pair.Is.Id)],
            [.. both.Where(pair => !SamePlan(before!.PlanOf(pair.Was), after.PlanOf(pair.Is))).Select(pair => pair.Is.Id)],
            [.. both.Where(pair => !pair.Was.Skills.SequenceEqual(pair.Is.Skills) || !pair.Was.Recused.SequenceEqual(pair.Is.Recused)).Select(pair => pair.Is.Id)],
            [.. both.Where(pair => pair.Was.Person != pair.Is.Person).Select(pair => pair.Is.Id)],
            [.. registry.Cells.Select(cell => cell.Id).Where(cell => !served.Contains(cell) && !served.Contains(cell.Parent))]);
    }

    private static Dictionary<ResponderId, StaffMember> ById(StaffList? staff) => (staff?.Members ?? []).ToDictionary(member => member.Id);

    private static bool SamePlan(DutyPlan one, DutyPlan other) =>
        ReferenceEquals(one, other)
        || one.Week.Zip(other.Week).All(day => day.First.SequenceEqual(day.Second))
        && one.Dates.Count == other.Dates.Count && one.Dates.Zip(other.Dates).All(date => date.First.Key == date.Second.Key && date.First.Value.SequenceEqual(date.Second.Value));
}
