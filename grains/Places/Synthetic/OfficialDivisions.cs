using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>The district's streets and communities by their official codes, from the tables that ship with the program.</summary>
internal static class OfficialDivisions
{
    public sealed record Division(AreaId Id, string Zh, string En);

    /// <summary>10 streets and 140 communities in the order of their codes; the airport and its virtual community are left out.</summary>
    public static (ImmutableArray<Division> Streets, ImmutableArray<Division> Communities) Read()
    {
        var english = PlaceTables.Rows("baoan_names_en.csv").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        var rows = PlaceTables.Rows("baoan_divisions.csv").Where(row => row[0] != AreaId.Airport.Code).OrderBy(row => row[2], StringComparer.Ordinal).ToList();
        return (
            [.. rows.Select(row => (Code: row[0], Zh: row[1])).Distinct().Select(s => new Division(new(s.Code), s.Zh, english[s.Code]))],
            [.. rows.Select(row => new Division(new(row[2]), row[3], english[row[2]]))]);
    }
}
