using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>A district's place as the commands on archives were told it: its data folder and the store that holds its truth.</summary>
public sealed record ArchivePlace(DataFolder Folder, StoreChoice Store)
{
    /// <exception cref="FolderRefusedException">There is no district, or not of this build's format.</exception>
    public IArchiveSource OpenSource(TimeProvider time) => Store switch
    {
        SqliteStore => FolderSource.Open(Folder, time),
        _ => throw new FolderRefusedException($"A {Store.GetType().Name} cannot be read into an archive by this build."),
    };

    /// <summary>Puts realm instances of an archive into this district, which may have others already.</summary>
    /// <exception cref="FolderRefusedException">It is served, has one of them already, or its key file does not open them.</exception>
    public IReadOnlyList<ArchivedInstance> Import(string archive, IReadOnlyCollection<string>? realms, TimeProvider time, CancellationToken cancellation)
    {
        var manifest = ArchiveManifest.Load(archive);
        Folder.Create();
        using var held = FolderLock.Take(Folder, "", time);
        KeptKeys.Bring(Folder, kept: null, time);
        using var keys = KeyFile.Open(Folder, isNeeded: true, time);
        using var target = OpenTarget(time);
        var put = PutBack.Run(archive, manifest, target, keys, ErasureLog.Open(Folder, time), realms is null ? null : InstancesOf(manifest, realms), cancellation);
        KeptKeys.NoteHeads(Folder, put);
        return put;
    }

    /// <summary>Puts a whole backup into this place, which must be empty unless <paramref name="replace"/> is said.</summary>
    /// <returns>What was put back, and where what was there before has gone, or null.</returns>
    public (IReadOnlyList<ArchivedInstance> Instances, string? Replaced) Restore(string archive, string? keysFrom, bool replace, TimeProvider time, CancellationToken cancellation) => Store switch
    {
        SqliteStore => FolderRestore.Run(archive, keysFrom, Folder, replace, time, cancellation),
        _ => throw new FolderRefusedException($"A {Store.GetType().Name} cannot be restored by this build."),
    };

    /// <summary>The instances that realms or instances name; unknown ones are left for the caller's message.</summary>
    public static IReadOnlyCollection<string> InstancesOf(ArchiveManifest manifest, IEnumerable<string> realms) =>
        [.. realms.Select(realm => (manifest.Instances.FirstOrDefault(one => one.Instance == realm) ?? manifest.Instances.FirstOrDefault(one => one.Name == realm && one.IsCurrent))?.Instance
            ?? throw new InvalidDataException($"There is no realm {realm} there; there are {string.Join(", ", manifest.Instances.Select(one => one.Instance))}."))];

    private IArchiveTarget OpenTarget(TimeProvider time) => Store switch
    {
        SqliteStore => new FolderTarget(Folder, time),
        _ => throw new FolderRefusedException($"A {Store.GetType().Name} cannot be imported into by this build."),
    };
}
