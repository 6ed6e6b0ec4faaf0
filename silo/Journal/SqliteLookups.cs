using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Kinds of look-ups as SQLite stores them.</summary>
internal static class SqliteLookups
{
    public static int NumberOf(string kind) => kind switch
    {
        Lookup.Report => 1,
        Lookup.Receipt => 2,
        Lookup.Search => 3,
        _ => throw new ArgumentException($"'{kind}' is no kind of look-up", nameof(kind)),
    };
}
