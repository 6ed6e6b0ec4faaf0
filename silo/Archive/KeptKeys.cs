using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>The copy of the keys' folder that belongs to a backup: key file, erasure log, last heads. It lies apart from the backup, for together they are everything.</summary>
public static class KeptKeys
{
    /// <summary>Copies the keys to the folder; what an earlier backup of the same district left there is replaced.</summary>
    /// <exception cref="FolderRefusedException">The folder keeps another district's keys, or the keys were rotated and destroyed while the backup was taken.</exception>
    public static void Copy(DataFolder from, string to, ArchiveManifest manifest, TimeProvider time)
    {
        var copy = KeysAt(to);
        using var own = KeyFile.Open(from, isNeeded: true, time);
        if (manifest.KeyGenerations.FirstOrDefault(used => !own.Generations.Contains(used)) is var lost and not 0)
            throw new FolderRefusedException($"Generation {lost} of the key file was destroyed while the backup was taken; take it again.");
        PrivateFiles.CreateFolder(to);
        PrivateFiles.Close(to);
        if (File.Exists(copy.KeyFile))
        {
            using var other = KeyFile.Open(copy, isNeeded: true, time);
            if (!own.SharesWith(other)) throw new FolderRefusedException($"{to} keeps the keys of another district; name another folder: --keys-to DIR.");
        }
        PrivateFiles.Replace(copy.KeyFile, File.ReadAllBytes(from.KeyFile));
        MergeErasures(from, copy);
        NoteHeads(copy, manifest.Instances);
    }

    /// <summary>Makes sure that the folder has the keys for an archive: its own, or those of a backup; and everything that was ever erased, there or here.</summary>
    /// <param name="kept">The folder named by <c>--keys-from</c>, or null.</param>
    /// <exception cref="FolderRefusedException">There is no key file, or two that do not belong together.</exception>
    public static void Bring(DataFolder to, string? kept, TimeProvider time)
    {
        PrivateFiles.CreateFolder(to.Keys);
        PrivateFiles.Close(to.Keys);
        if (kept is null)
        {
            if (!File.Exists(to.KeyFile))
                throw new FolderRefusedException(
                    $"There is no key file in {to.Keys}, and without it no name, phone or text of the backup can ever be read. Name the folder that has it (--keys DIR), or for a restore the one "
                    + "that its keys were copied to (--keys-from DIR).");
            return;
        }
        var from = KeysAt(kept);
        if (!File.Exists(from.KeyFile)) throw new FolderRefusedException($"There is no key file in {kept}. Name the folder that the backup's keys were copied to: --keys-from DIR.");
        using (var theirs = KeyFile.Open(from, isNeeded: true, time))
        {
            if (File.Exists(to.KeyFile))
            {
                using var own = KeyFile.Open(to, isNeeded: true, time);
                if (!own.SharesWith(theirs)) throw new FolderRefusedException($"{to.Keys} has the key file of another district; name another folder: --keys DIR.");
                if (theirs.Current > own.Current && own.Generations.All(theirs.Generations.Contains)) PrivateFiles.Replace(to.KeyFile, File.ReadAllBytes(from.KeyFile)); // an older copy lay here
            }
            else PrivateFiles.Replace(to.KeyFile, File.ReadAllBytes(from.KeyFile));
        }
        MergeErasures(from, to);
    }

    /// <summary>Remembers the heads of what was put back, and of nothing else by those names.</summary>
    public static void NoteHeads(DataFolder folder, IReadOnlyList<ArchivedInstance> instances)
    {
        var heads = HeadsLog.Open(folder);
        foreach (var one in instances)
        {
            heads.Forget(one.Instance);
            foreach (var head in one.Heads)
                if (PartitionCodes.TryParse(head.Partition, out var partition)) heads.Note(one.Instance, partition, head.Head);
        }
        heads.Save();
    }

    private static DataFolder KeysAt(string folder) => DataFolder.Resolve(folder, folder);

    private static void MergeErasures(DataFolder from, DataFolder to)
    {
        var lines = new List<string>();
        foreach (var one in (ReadOnlySpan<DataFolder>)[to, from])
        {
            ErasureLog.Open(one, TimeProvider.System); // refuses a damaged one
            if (File.Exists(one.ErasureLog)) lines.AddRange(File.ReadAllText(one.ErasureLog) is var text && text.LastIndexOf('\n') is var end && end >= 0 ? text[..end].Split('\n') : []);
        }
        if (lines.Count > 0) PrivateFiles.Replace(to.ErasureLog, System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Distinct().Select(line => line + "\n"))));
    }
}
