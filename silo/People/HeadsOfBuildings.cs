using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Imports;
using GridActors.Silo.Vault;

namespace GridActors.Silo.People;

/// <summary>Heads that a district's buildings name: their names go to the vault, they themselves join the roster.</summary>
internal static class HeadsOfBuildings
{
    /// <summary>The shift of a head whom nobody gave another: every day as synthetic heads have it.</summary>
    private const string HeadShift = "head";

    private static readonly DutySpan HeadHours = new(8 * 60, 22 * 60);

    /// <summary>The roster with these heads in it; one who is in it already keeps duty and skills. Their names are in the vault when it returns.</summary>
    public static async Task<StaffList> Join(IImportDoor door, StaffList? before, IReadOnlyList<NamedHead> heads)
    {
        var members = (before?.Members ?? []).ToDictionary(member => member.Id);
        var people = heads.Select(head => new NamedPerson($"head-{head.Building.Code}", head.Name, head.Phone)).ToList();
        var subjects = await door.Persons(people, keep: true);
        for (var i = 0; i < heads.Count; i++)
        {
            var id = new ResponderId(people[i].Responder);
            var head = members.GetValueOrDefault(id) ?? new(id, ResponderKind.Head, heads[i].Building, [], HeadShift, DutyPlan.None, null);
            members[id] = head with { Person = subjects[i] };
        }
        var shifts = (before?.Shifts ?? StaffList.NoShifts).ToDictionary(StringComparer.Ordinal);
        shifts.TryAdd(HeadShift, DutyPlan.None with { Week = [.. Enumerable.Repeat<System.Collections.Immutable.ImmutableArray<DutySpan>>([HeadHours], DutyPlan.WeekDays)] });
        return new(shifts, members.Values);
    }
}
