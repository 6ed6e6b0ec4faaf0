using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>A district's place as the commands on archives were told it: its data folder and the store that holds its truth.</summary>
public sealed record ArchivePlace(DataFolder Folder, StoreChoice Store)
{
    /// <summary>The data folder as the store uses it.</summary>
    public DataFolder Files => Store.FolderOf(Folder);

    /// <exception cref="FolderRefusedException">There is no district, or not of this build's format.</exception>
    public async Task<IArchiveSource> OpenSource(TimeProvider time)
    {
        if (Store is not PostgresStore postgres) return FolderSource.Open(Folder, time);
        await PostgresSchema.Require(postgres.Connection);
        return PostgresSource.Open(postgres.Connection, time);
    }

    /// <summary>Takes a backup of everything, beside whoever serves it; the keys into <paramref name="keysTo"/>, or not at all.</summary>
    /// <exception cref="FolderRefusedException">The places are badly chosen, or there is no district.</exception>
    public async Task<ArchiveTold> Backup(string archive, string? keysTo, TimeProvider time, CancellationToken cancellation)
    {
        if (IsWithin(archive, Folder.Root)) throw new FolderRefusedException("A backup inside the data folder would be lost with it; name another folder: --to DIR.");
        if (keysTo is not null && (IsWithin(keysTo, archive) || IsWithin(archive, keysTo)))
            throw new FolderRefusedException("The keys lie apart from the backup: whoever has both has everything. Name another folder: --keys-to DIR.");
        ArchiveTold told;
        using (var source = await OpenSource(time)) told = Archives.Write(source, archive, cancellation: cancellation);
        if (keysTo is not null) KeptKeys.Copy(Folder, keysTo, told.Manifest, time);
        return told;
    }

    /// <summary>Puts realm instances of an archive into this district, which may have others already.</summary>
    /// <exception cref="FolderRefusedException">It is served, has one of them already, or its key file does not open them.</exception>
    public async Task<IReadOnlyList<ArchivedInstance>> Import(string archive, IReadOnlyCollection<string>? realms, TimeProvider time, CancellationToken cancellation)
    {
        var manifest = ArchiveManifest.Load(archive);
        await Store.Prepare(time);
        Folder.Create();
        using var held = FolderLock.Take(Folder, "", time);
        KeptKeys.Bring(Folder, kept: null, time);
        using var target = OpenTarget(time);
        return Put(archive, manifest, target, realms is null ? null : InstancesOf(manifest, realms), time, cancellation);
    }

    /// <summary>Puts a whole backup into this place, which must be empty unless <paramref name="replace"/> is said.</summary>
    /// <returns>What was put back, and where what was there before has gone, or null.</returns>
    public async Task<(IReadOnlyList<ArchivedInstance> Instances, string? Replaced)> Restore(string archive, string? keysFrom, bool replace, TimeProvider time, CancellationToken cancellation)
    {
        if (Store is not PostgresStore postgres) return FolderRestore.Run(archive, keysFrom, Folder, replace, time, cancellation);
        if (replace) throw new FolderRefusedException("A database is not replaced: restore into a new one (--connection), and let the old one stand until the new one has proved itself.");
        var manifest = ArchiveManifest.Load(archive);
        if (!manifest.IsWholeDistrict) throw new InvalidDataException($"{archive} holds single realms and is no backup of a district. Put them in with `silo journal import`.");
        await Store.Prepare(time);
        Folder.Create();
        using var held = FolderLock.Take(Folder, "", time);
        KeptKeys.Bring(Folder, keysFrom, time);
        using var target = PostgresTarget.Open(postgres.Connection, time);
        if (!target.IsEmpty) throw new FolderRefusedException("There is a district in the database. Restore into a new one: --connection.");
        return (Put(archive, manifest, target, only: null, time, cancellation), null);
    }

    /// <summary>The instances that realms or instances name.</summary>
    /// <exception cref="InvalidDataException">There is none of a name.</exception>
    public static IReadOnlyCollection<string> InstancesOf(ArchiveManifest manifest, IEnumerable<string> realms) =>
        [.. realms.Select(realm => (manifest.Instances.FirstOrDefault(one => one.Instance == realm) ?? manifest.Instances.FirstOrDefault(one => one.Name == realm && one.IsCurrent))?.Instance
            ?? throw new InvalidDataException($"There is no realm {realm} there; there are {string.Join(", ", manifest.Instances.Select(one => one.Instance))}."))];

    private IReadOnlyList<ArchivedInstance> Put(
        string archive, ArchiveManifest manifest, IArchiveTarget target, IReadOnlyCollection<string>? only, TimeProvider time, CancellationToken cancellation)
    {
        using var keys = KeyFile.Open(Folder, isNeeded: true, time);
        var put = PutBack.Run(archive, manifest, target, keys, ErasureLog.Open(Folder, time), only, cancellation);
        KeptKeys.NoteHeads(Files, put);
        return put;
    }

    private static bool IsWithin(string folder, string other) => (folder + Path.DirectorySeparatorChar).StartsWith(other + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private IArchiveTarget OpenTarget(TimeProvider time) => Store is PostgresStore postgres ? PostgresTarget.Open(postgres.Connection, time) : new FolderTarget(Folder, time);
}
