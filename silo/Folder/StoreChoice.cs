using GridActors.Silo.Journal;

namespace GridActors.Silo.Folder;

/// <summary>What a command that only looks sees of a district.</summary>
/// <param name="Name">What to call its place when something is refused.</param>
/// <param name="Tables">Opens an instance's tables at this moment.</param>
/// <param name="FileOf">The file of a registry or roster, by its hash.</param>
public sealed record DistrictLook(string Name, IReadOnlyList<RealmInstance> Instances, Func<string, IStoredTables> Tables, Func<string, byte[]> FileOf);

/// <summary>Which database a district runs on; made from the command line, asked once at start.</summary>
public abstract record StoreChoice
{
    /// <summary>The data folder as this store uses it: what is remembered of one database must not be held against another.</summary>
    public abstract DataFolder FolderOf(DataFolder folder);

    /// <summary>What must be so before a process is built on it: the database can be reached, is fit, and has this build's format. Made and migrated where that is asked for.</summary>
    /// <exception cref="FolderRefusedException">It cannot be served as it is; the message gives advice.</exception>
    public virtual Task Prepare(TimeProvider time) => Task.CompletedTask;

    /// <summary>Opens the database, which was prepared, and holds it for this process.</summary>
    /// <param name="folder">As <see cref="FolderOf"/> answers it; its lock is held.</param>
    /// <param name="url">The address that will be served, told to whoever finds the database held.</param>
    /// <exception cref="FolderRefusedException">It cannot be served as it is; the message gives advice.</exception>
    public abstract IDistrictStore Open(DataFolder folder, string url, TimeProvider time);

    /// <summary>Looks into the database beside whoever serves it; nothing is made, migrated or changed.</summary>
    /// <exception cref="FolderRefusedException">There is no district, or not of this build's format.</exception>
    public abstract DistrictLook Look(DataFolder folder);

    /// <summary>Where a silo keeps its snapshots.</summary>
    public abstract void AddSnapshots(ISiloBuilder silo, DataFolder folder);
}
