using GridActors.Journal;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>
/// Puts a whole backup into a data folder on SQLite: built beside, then swapped in by renaming. From the first to the last step the folder has a draft in it that keeps
/// everybody from opening it, so that whatever a crash leaves is not served; it is put right by restoring once more.
/// </summary>
public static class FolderRestore
{
    /// <exception cref="FolderHeldException">A process holds the folder.</exception>
    /// <exception cref="FolderRefusedException">There is a district in it and <paramref name="replace"/> was not said, or the keys do not fit.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <returns>What was put back, and the folder that what was there before was moved to, or null.</returns>
    public static (IReadOnlyList<ArchivedInstance> Instances, string? Replaced) Run(
        string archive, string? keysFrom, DataFolder folder, bool replace, TimeProvider time, CancellationToken cancellation = default)
    {
        var manifest = Archives.Verify(archive, cancellation: cancellation).Manifest; // before anything is touched
        if (!manifest.IsWholeDistrict) throw new InvalidDataException($"{archive} holds single realms and is no backup of a district. Put them in with `silo journal import`.");
        folder.Create();
        using var held = FolderLock.Take(folder, "", time);
        if (!replace && !Directory.Exists(folder.Restoring) && IsInUse(folder))
            throw new FolderRefusedException($"There is a district in {folder.Root}. Restore into an empty folder (--data DIR), or say --replace: what is there is then moved aside, not removed.");
        KeptKeys.Bring(folder, keysFrom, time);
        Empty(folder.Restoring);
        PrivateFiles.CreateFolder(folder.Restoring);
        PrivateFiles.SyncFolder(folder.Root);

        var draft = DataFolder.Resolve(folder.Restoring, folder.Keys).Create();
        IReadOnlyList<ArchivedInstance> put;
        using (var keys = KeyFile.Open(folder, isNeeded: true, time))
        using (FolderTarget target = new(draft, time))
            put = PutBack.Run(archive, manifest, target, keys, ErasureLog.Open(folder, time), cancellation: cancellation);

        var aside = MoveAside(folder, [.. put.Select(one => one.Instance)], time);
        foreach (var hash in RegistryFolder.HashesIn(draft.Registry)) File.Move(Path.Combine(draft.Registry, hash), Path.Combine(folder.Registry, hash), overwrite: true);
        PrivateFiles.SyncFolder(folder.Registry);
        foreach (var instance in draft.InstanceFolders().ToList()) Directory.Move(draft.Instance(instance), folder.Instance(instance));
        File.Move(draft.Control, folder.Control);
        KeptKeys.NoteHeads(folder, put);
        PrivateFiles.SyncFolder(folder.Root);
        Empty(folder.Restoring);
        PrivateFiles.SyncFolder(folder.Root);
        return (put, aside);
    }

    private static bool IsInUse(DataFolder folder) => File.Exists(folder.Control) || folder.InstanceFolders().Any(instance => File.Exists(folder.Journal(instance)));

    /// <summary>Moves a district's files away, logs of the databases included: a log left beside another file would be mixed into it.</summary>
    private static string? MoveAside(DataFolder folder, IReadOnlyCollection<string> coming, TimeProvider time)
    {
        var journals = folder.InstanceFolders().Where(instance => File.Exists(folder.Journal(instance)) || coming.Contains(instance)).ToList();
        if (!File.Exists(folder.Control) && journals.Count == 0) return null;
        var aside = Path.Combine(folder.Root, $".replaced-{Instants.Text(time.GetUtcNow()).Replace(":", "", StringComparison.Ordinal)}");
        PrivateFiles.CreateFolder(aside);
        foreach (var database in (ReadOnlySpan<string>)[folder.Control, folder.Derived])
            foreach (var part in (ReadOnlySpan<string>)["", "-wal", "-shm"])
                if (File.Exists(database + part)) File.Move(database + part, Path.Combine(aside, Path.GetFileName(database) + part));
        foreach (var instance in journals) Directory.Move(folder.Instance(instance), Path.Combine(aside, instance));
        PrivateFiles.SyncFolder(aside);
        return aside;
    }

    private static void Empty(string restoring)
    {
        if (Directory.Exists(restoring)) Directory.Delete(restoring, recursive: true);
    }
}
