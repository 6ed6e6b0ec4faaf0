using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Vault;

/// <summary>
/// A data folder that this process holds, opened in the one safe order: lock, control database, key file, erasure log, last heads. Whatever does not fit together is
/// refused here, before anything is served or written.
/// </summary>
public sealed partial class ServedFolder : IDisposable
{
    private readonly ILogger log;

    private ServedFolder(DataFolder folder, FolderLock held, IControlTable control, KeyFile keys, ErasureLog erasures, HeadsLog heads, ILogger log)
    {
        (Folder, Lock, Control, Keys, Erasures, Heads, this.log) = (folder, held, control, keys, erasures, heads, log);
        Secrets = new(control, keys);
    }

    public DataFolder Folder { get; }

    public FolderLock Lock { get; }

    public IControlTable Control { get; }

    public KeyFile Keys { get; }

    public ErasureLog Erasures { get; }

    public HeadsLog Heads { get; }

    public RealmSecrets Secrets { get; }

    /// <exception cref="FolderHeldException">Another process holds it.</exception>
    /// <exception cref="FolderRefusedException">Its files do not fit together, or a newer build wrote them; the message gives advice.</exception>
    public static ServedFolder Open(DataFolder folder, string url, TimeProvider time, ILogger log)
    {
        folder.Create();
        var held = FolderLock.Take(folder, url, time);
        ControlDatabase? control = null;
        KeyFile? keys = null;
        try
        {
            control = ControlDatabase.Open(folder, time);
            RefuseUnknownJournals(folder, control);
            keys = KeyFile.Open(folder, isNeeded: control.HasSecrets, time);
            ServedFolder served = new(folder, held, control, keys, ErasureLog.Open(folder, time), HeadsLog.Open(folder), log);
            served.RefuseForeignKeys();
            return served;
        }
        catch
        {
            keys?.Dispose();
            control?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens an instance's journal against its remembered heads and erases again what was erased before. When a backup was put back, that is said aloud, the journal
    /// has a new epoch, and what was derived from the old one is dropped.
    /// </summary>
    public async ValueTask<InstanceOpening> OpenJournal(IJournalStore journal, string instance)
    {
        Folder.CreateInstance(instance);
        var opening = await journal.Open(instance, new() { Known = Heads.Of(instance) });
        PrivateFiles.CloseFiles(Folder.Instance(instance), "journal.db"); // files beside it that come later take its mode
        if (opening.Restored)
        {
            LogRestored(instance, opening.Open.Position, opening.Open.Epoch);
            DropDerived(instance);
            Heads.Forget(instance);
            Heads.Note(instance, Partition.Open, opening.Open);
            Heads.Note(instance, Partition.Sealed, opening.Sealed);
            Heads.Save();
        }
        var erased = await Erasures.Replay(instance, journal);
        if (erased > 0) LogErasedAgain(erased, instance);
        return opening;
    }

    /// <summary>Folders of dropped instances that are still there, after a crash while one was removed.</summary>
    public IEnumerable<string> Leftovers() => Folder.InstanceFolders().Intersect(Control.Dropped());

    public void Dispose()
    {
        Keys.Dispose();
        Control.Dispose();
        Lock.Dispose();
    }

    /// <summary>A journal without its row in the control database has lost its secret; a new one in its name would know none of its cases.</summary>
    private static void RefuseUnknownJournals(DataFolder folder, IControlTable control)
    {
        var known = control.Instances().Select(one => one.Instance).Concat(control.Dropped()).ToHashSet();
        if (folder.InstanceFolders().FirstOrDefault(instance => !known.Contains(instance) && new FileInfo(folder.Journal(instance)) is { Exists: true, Length: > 0 }) is { } lost)
            throw new FolderRefusedException(
                $"{folder.Journal(lost)} is a journal that {folder.Control} does not know: that file was removed or belongs to another folder. "
                + "Put the whole folder back with `silo restore`, or start with another one: --data DIR.");
    }

    private void RefuseForeignKeys()
    {
        try
        {
            foreach (var instance in Control.Instances()) Secrets.KeysOf(instance.Instance);
        }
        catch (VaultRefusedException foreign)
        {
            throw new FolderRefusedException(
                $"The key file {Folder.KeyFile} does not open the data folder {Folder.Root}: {foreign.Message}. Put the folder's own key file back, or name its folder: --keys DIR.", foreign);
        }
    }

    /// <summary>Snapshots and board checkpoints carry their epoch and would be ignored anyway. The snapshots' file is one for all instances, and open by now.</summary>
    private void DropDerived(string instance)
    {
        SnapshotHosting.RemoveSnapshots(Folder.Derived, instance);
        foreach (var checkpoint in Directory.EnumerateFiles(Folder.Instance(instance)).Where(file => !Path.GetFileName(file).StartsWith("journal.db", StringComparison.Ordinal)))
            File.Delete(checkpoint);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "RESTORED: the journal of {Instance} is behind or unlike its last known head, so a backup was put back. It goes on from position {Position} in the new epoch {Epoch}; "
        + "boards reload, snapshots and checkpoints are rebuilt")]
    private partial void LogRestored(string instance, long position, string epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cases} erased cases of {Instance} were erased again")]
    private partial void LogErasedAgain(int cases, string instance);
}
