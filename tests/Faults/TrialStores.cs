using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>The stores that a district can be tried on.</summary>
internal static class TrialStores
{
    public const string Sqlite = "sqlite", Postgres = "postgres";

    public static TheoryData<string> All => [Sqlite, Postgres];

    /// <summary>Both in the long form; in the gate the one in the service's own process, where more can go wrong.</summary>
    public static TheoryData<string> BothInLongForm => FaultTrials.IsLong ? All : [Sqlite];

    /// <summary>An empty one, on a disk of the trial's or anywhere.</summary>
    public static async Task<ITrialStore> New(string store, string? disk = null) => store switch
    {
        Sqlite => new SqliteTrialStore(disk is null ? null : Directory.CreateDirectory(Path.Combine(disk, "data")).FullName),
        Postgres => await PostgresTrialStore.Create(disk),
        _ => throw new UnreachableException(store),
    };
}
