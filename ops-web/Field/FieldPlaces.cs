using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>Where somebody serves, and with whom.</summary>
internal static class FieldPlaces
{
    /// <summary>The cells whose work they take; a head's is that of the building.</summary>
    public static IReadOnlyList<AreaId> CellsOf(Responder who, Roster roster, Registry registry)
    {
        if (who.Kind == ResponderKind.Head) return [who.Home.Parent];
        if (who.Kind != ResponderKind.Worker) return [];
        var (first, count) = registry.CellsOf(who.Home.At(AreaLevel.Community)).GetOffsetAndLength(registry.Cells.Length);
        return [.. registry.Cells.AsSpan(first, count).ToArray().Select(cell => cell.Id).Where(cell => roster.WorkersOf(cell).Contains(who.Id))];
    }

    /// <summary>To whom they can hand something: the workers of their cells, or those at their desk.</summary>
    public static IReadOnlyList<ResponderId> ColleaguesOf(Responder who, Roster roster, DateTimeOffset now) => [.. (who.Kind switch
    {
        ResponderKind.Worker when who.Home.Level == AreaLevel.Cell => roster.WorkersOf(who.Home),
        ResponderKind.Head => roster.WorkersOf(who.Home.Parent),
        _ => roster.OnDutyFor(who.Home, now),
    }).Where(other => other != who.Id)];

    /// <summary>The buildings they walk.</summary>
    public static IEnumerable<AreaId> BuildingsOf(Responder who, Roster roster, Registry registry)
    {
        if (who.Home.Level == AreaLevel.Building) return [who.Home];
        var cells = who.Home.Level == AreaLevel.Cell ? [who.Home] : CellsOf(who, roster, registry);
        return cells.SelectMany(cell =>
        {
            var (first, count) = registry.BuildingsOf(cell).GetOffsetAndLength(registry.Buildings.Count);
            return Enumerable.Range(first, count).Select(index => registry.IdAt(AreaLevel.Building, index));
        });
    }
}
