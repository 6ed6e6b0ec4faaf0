using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Registries;

/// <summary>A registry's difference to the one in use, in lines that a person reads.</summary>
internal static class DiffText
{
    public static IEnumerable<string> Of(RegistryDiff diff)
    {
        yield return diff.From is null ? $"the first registry of this realm: {Short(diff.To)}" : diff.IsSame ? $"nothing changes: the registry in use is this one ({Short(diff.To)})" : $"registry {Short(diff.From)} → {Short(diff.To)}";
        foreach (var level in diff.Levels)
            yield return $"  {Plural(level.Level),-12}{level.Before,7} → {level.After,7}   {level.Added.Length} added, {level.Removed.Length} removed, {level.Renamed.Length} renamed, {level.Moved.Length} moved";
        if (diff.From is not null)
        {
            foreach (var level in diff.Levels)
            {
                foreach (var line in NamedLists.Of($"{Plural(level.Level)} added", level.Added)) yield return line;
                foreach (var line in NamedLists.Of($"{Plural(level.Level)} removed", level.Removed)) yield return line;
                foreach (var line in NamedLists.Of($"{Plural(level.Level)} renamed", level.Renamed)) yield return line;
                foreach (var line in NamedLists.Of($"{Plural(level.Level)} moved", level.Moved)) yield return line;
            }
        }
        foreach (var line in NamedLists.Of("cells split", diff.Split.Select(cell => $"{cell.From[0]} → {string.Join(", ", cell.To)}").ToList())) yield return line;
        foreach (var line in NamedLists.Of("cells merged", diff.Merged.Select(cell => $"{string.Join(", ", cell.From)} → {cell.To[0]}").ToList())) yield return line;
        foreach (var line in NamedLists.Of("buildings that change cell", diff.CellChanged.Select(building => $"{building.From} → {building.To}").ToList())) yield return line;
        var title = $"WARNING: {diff.Stranded.Sum(area => area.Open)} open cases lie in areas that are gone. They stay open under the old code, with the areas above it; triage gives them a new place";
        foreach (var line in NamedLists.Of(title, diff.Stranded.Select(area => $"{area.Area}: {area.Open} open").ToList())) yield return line;
    }

    private static string Plural(AreaLevel level) => level switch
    {
        AreaLevel.Street => "streets",
        AreaLevel.Community => "communities",
        AreaLevel.Cell => "cells",
        _ => "buildings",
    };

    private static string Short(string hash) => hash[..12];
}
