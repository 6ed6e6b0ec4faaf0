using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Vault;

/// <summary>
/// A data folder and the database of its district, held by this process and opened in the one safe order: lock, database, key file, erasure log, last heads.
/// Whatever does not fit together is refused here, before anything is served or written.
/// </summary>
public sealed partial class ServedFolder : IDisposable
{
    private readonly ILogger log;

    private ServedFolder(DataFolder folder, FolderLock held, IDistrictStore store, KeyFile keys, ErasureLog erasures, HeadsLog heads, ILogger log)
    {
        (Folder, Lock, Store, Keys, Erasures, Heads, this.log) = (folder, held, store, keys, erasures, heads, log);
        Secrets = new(store.Control, keys);
    }

    public DataFolder Folder { get; }

    public FolderLock Lock { get; }

    public IDistrictStore Store { get; }

    public IControlTable Control => Store.Control;

    public KeyFile Keys { get; }

    public ErasureLog Erasures { get; }

    public HeadsLog Heads { get; }

    public RealmSecrets Secrets { get; }

    /// <param name="folder">As <see cref="StoreChoice.FolderOf"/> answers it.</param>
    /// <exception cref="FolderHeldException">Another process holds it.</exception>
    /// <exception cref="FolderRefusedException">Its parts do not fit together, or a newer build wrote them; the message gives advice.</exception>
    public static ServedFolder Open(DataFolder folder, StoreChoice choice, string url, TimeProvider time, ILogger log)
    {
        folder.Create();
        var held = FolderLock.Take(folder, url, time);
        IDistrictStore? store = null;
        KeyFile? keys = null;
        try
        {
            if (Directory.Exists(folder.Restoring))
                throw new FolderRefusedException($"A restore into {folder.Root} was begun and not finished. Run `silo restore` again, with the same backup or another; until then nothing here is served.");
            store = choice.Open(folder, url, time);
            keys = KeyFile.Open(folder, isNeeded: store.Control.HasSecrets, time, store.Name);
            ServedFolder served = new(folder, held, store, keys, ErasureLog.Open(folder, time), HeadsLog.Open(folder), log);
            served.RefuseForeignKeys();
            return served;
        }
        catch
        {
            keys?.Dispose();
            store?.Dispose();
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

    /// <summary>An instance was dropped, and its tables are gone: so goes what was derived from them or known of them.</summary>
    public void Forget(string instance)
    {
        Secrets.Forget(instance);
        Heads.Forget(instance);
        Store.RemoveSnapshots(instance);
        if (Directory.Exists(Folder.Instance(instance))) Directory.Delete(Folder.Instance(instance), recursive: true);
    }

    public void Dispose()
    {
        Keys.Dispose();
        Store.Dispose();
        Lock.Dispose();
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
                $"The key file {Folder.KeyFile} does not belong to this district: {Store.Name} holds secrets that it does not open ({foreign.Message}). Put the district's own key file back, or name its folder: --keys DIR.", foreign);
        }
    }

    /// <summary>Snapshots and board checkpoints carry their epoch and would be ignored anyway. Snapshots are kept for all instances in one place, which is open by now.</summary>
    private void DropDerived(string instance)
    {
        Store.RemoveSnapshots(instance);
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
