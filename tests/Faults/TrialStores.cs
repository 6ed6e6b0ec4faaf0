using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>The stores that a district can be tried on.</summary>
internal static class TrialStores
{
    public const string Sqlite = "sqlite";

    public static TheoryData<string> All => [Sqlite];

    public static ITrialStore New(string store) => store switch
    {
        Sqlite => new SqliteTrialStore(),
        _ => throw new UnreachableException(store),
    };
}
