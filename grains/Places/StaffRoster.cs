using System.Collections.Frozen;

namespace GridActors.Places;

/// <summary>Imported people at work in the places of a registry. Whoever serves a place that the registry does not have is never asked, and not lost either.</summary>
internal sealed class StaffRoster : Roster
{
    private readonly record struct Serving(Responder Responder, DutyPlan Plan, StaffMember Member);

    private readonly Registry registry;
    private readonly FrozenDictionary<string, Serving> byId;
    private readonly FrozenDictionary<string, Serving[]> byArea;

    public StaffRoster(StaffList staff, Registry registry)
    {
        this.registry = registry;
        var everybody = staff.Members.Select(member => new Serving(new(member.Id, member.Kind, member.Area, ShiftPattern.Calendar), staff.PlanOf(member), member)).ToArray();
        byId = everybody.ToFrozenDictionary(one => one.Responder.Id.Value, StringComparer.Ordinal);
        byArea = everybody.GroupBy(one => one.Responder.Home.Code, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public override int Count => byId.Count;

    public override IEnumerable<Responder> Responders => byId.Values.Select(one => one.Responder).OrderBy(responder => responder.Kind).ThenBy(responder => responder.Home).ThenBy(responder => responder.Id);

    public override Responder? Find(ResponderId id) => byId.TryGetValue(id.Value ?? "", out var one) ? one.Responder : null;

    public override IReadOnlyList<ResponderId> WorkersOf(AreaId cell) => [.. WorkersFor(cell).Select(one => one.Responder.Id)];

    public override ResponderId? HeadOf(AreaId building) => FirstOf(building, ResponderKind.Head);

    public override ResponderId? LeadOf(AreaId area) => FirstOf(area, ResponderKind.Lead);

    public override IReadOnlyList<ResponderId> OnDutyFor(AreaId area, DateTimeOffset instant)
    {
        var all = area.IsUnlocated ? Desks(area.Parent) : area.Level switch
        {
            AreaLevel.Building => At(area, ResponderKind.Head),
            AreaLevel.Cell => WorkersFor(area),
            _ => Desks(area),
        };
        return [.. all.Where(one => one.Plan.OnDutyAt(instant)).Select(one => one.Responder.Id)];
    }

    public override bool OnDuty(ResponderId id, DateTimeOffset instant) => byId.TryGetValue(id.Value ?? "", out var one) && one.Plan.OnDutyAt(instant);

    public override bool HasSkill(ResponderId id, string skill) => byId.TryGetValue(id.Value ?? "", out var one) && one.Member.Skills.Contains(skill);

    public override bool IsRecused(ResponderId id, AreaId building) => byId.TryGetValue(id.Value ?? "", out var one) && one.Member.Recused.Contains(building);

    protected override IEnumerable<DateTimeOffset> TurnsAfter(ResponderId id, DateTimeOffset instant) =>
        byId.TryGetValue(id.Value ?? "", out var one) ? one.Plan.TurnsAfter(instant, DutyHorizonDays) : [];

    public override (int Manned, int Cells) CellsManned(AreaId area, DateTimeOffset instant)
    {
        var cells = registry.Cells.Where(cell => cell.Id.IsIn(area)).ToList();
        return (cells.Count(cell => WorkersFor(cell.Id).Any(one => one.Plan.OnDutyAt(instant))), cells.Count);
    }

    /// <summary>The cell's own workers, then those of its whole community, who stand in.</summary>
    private IEnumerable<Serving> WorkersFor(AreaId cell) =>
        cell.Level == AreaLevel.Cell && !cell.IsUnlocated ? At(cell, ResponderKind.Worker).Concat(At(cell.Parent, ResponderKind.Worker)) : [];

    private IEnumerable<Serving> Desks(AreaId area) => At(area, ResponderKind.Lead).Concat(At(area, ResponderKind.Mediator));

    private IEnumerable<Serving> At(AreaId area, ResponderKind kind) => byArea.TryGetValue(area.Code, out var all) ? all.Where(one => one.Responder.Kind == kind) : [];

    private ResponderId? FirstOf(AreaId area, ResponderKind kind)
    {
        foreach (var one in At(area, kind)) return one.Responder.Id;
        return null;
    }
}
