using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>The stores that a district can be tried on.</summary>
internal static class TrialStores
{
    public const string Sqlite = "sqlite";

    public static TheoryData<string> All => [Sqlite];

    /// <summary>An empty one, on a disk of the trial's or anywhere.</summary>
    public static Task<ITrialStore> New(string store, string? disk = null) => store switch
    {
        Sqlite => Task.FromResult<ITrialStore>(new SqliteTrialStore(disk is null ? null : Directory.CreateDirectory(Path.Combine(disk, "data")).FullName)),
        _ => throw new UnreachableException(store),
    };
}
