namespace GridActors.LoadTest.Stores;

/// <summary>A kind of database that is measured on: makes places for districts, copies them, and knows the plain way to use it.</summary>
internal interface IBenchStore : IAsyncDisposable
{
    /// <summary>As it stands in the names of results.</summary>
    string Name { get; }

    StoreBars Bars { get; }

    /// <summary>An empty place in an empty folder.</summary>
    Task<DistrictPlace> NewPlace(DirectoryInfo folder);

    /// <summary>An equal place in another empty folder. Nobody has the first one open.</summary>
    Task<DistrictPlace> Copy(DistrictPlace place, DirectoryInfo folder);

    /// <summary>Brings what was just filled into the state of a database that has been in use for a while.</summary>
    Task Settle(DistrictPlace place);

    /// <summary>The baseline verb and its options for the plain way on this database.</summary>
    Task<IReadOnlyList<string>> PlainWay(DirectoryInfo folder);

    /// <summary>Bare rows into the journal's own table of an instance, which nobody has open and which is of no use as a journal afterwards.</summary>
    Task<IRawRows> OpenRaw(DistrictPlace place, string instance);
}

/// <summary>Inserts bare rows, as fast as the database takes them from one connection.</summary>
internal interface IRawRows : IAsyncDisposable
{
    /// <summary>One durable transaction of this many rows.</summary>
    Task Insert(int rows);
}

/// <summary>What is asked of a store, each a multiple of the plain way on it.</summary>
internal sealed record StoreBars(double ReportsMust, double? ReportsAim, double SustainedMust, double SustainedAim)
{
    public static StoreBars Sqlite { get; } = new(ReportsMust: 4, ReportsAim: null, SustainedMust: 2, SustainedAim: 4);

    public static StoreBars Postgres { get; } = new(ReportsMust: 2.5, ReportsAim: 4, SustainedMust: 1, SustainedAim: 2);
}
