using GridActors.Silo.Clustering;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Hosting;

/// <summary>How the demo realm starts.</summary>
public enum DemoMode
{
    Off,

    /// <summary>Places and people are there and work waits for them, but nobody plays: for load tests.</summary>
    Quiet,

    On,
}

/// <summary>What a process that serves a district was asked for.</summary>
public sealed record DistrictOptions
{
    public required DataFolder Folder { get; init; }

    /// <summary>The database that holds the district's truth.</summary>
    public StoreChoice Store { get; init; } = new SqliteStore();

    /// <summary>The data folder as that store uses it.</summary>
    public DataFolder Files => Store.FolderOf(Folder);

    /// <summary>Its place among several processes; null: alone.</summary>
    public ClusterSeat? Seat { get; init; }

    /// <summary>The address it will serve, told to whoever finds the folder held.</summary>
    public string Url { get; init; } = "";

    public DemoMode Demo { get; init; } = DemoMode.On;

    /// <summary>Buildings of the synthetic district.</summary>
    public int Buildings { get; init; } = Places.SyntheticDistrict.Buildings;

    /// <summary>The seed of the synthetic district and of the demo.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Realm seconds per real second in a new demo; 0 starts it paused.</summary>
    public double DemoRate { get; init; } = 10;

    /// <summary>Where a new demo's clock starts; null: today at 09:00 Asia/Shanghai.</summary>
    public DateTimeOffset? DemoStartsAt { get; init; }

    /// <summary>The desk that may see sealed cases is open in this process (loopback only, until accounts exist).</summary>
    public bool NeedToKnowDesk { get; init; }
}
