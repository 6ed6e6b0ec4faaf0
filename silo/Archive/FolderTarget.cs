using GridActors.Journal;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>
/// A data folder on SQLite that realm instances are put into. Each is filled in a draft beside its place; the control database's one transaction makes all of them known.
/// What a crash leaves is a draft that nobody opens, and is taken away by the next try. The caller holds the folder's lock.
/// </summary>
public sealed class FolderTarget : IArchiveTarget
{
    /// <summary>In an instance's folder while it is put in.</summary>
    private const string Marker = "importing";

    private readonly DataFolder folder;
    private readonly ControlDatabase control;
    private readonly Dictionary<string, (ArchivedInstance Instance, SqliteArchiveFile File)> drafts = [];
    private bool committed;

    public FolderTarget(DataFolder folder, TimeProvider time) => (this.folder, control) = (folder, ControlDatabase.Open(folder, time));

    public string? RefusalOf(string instance)
    {
        if (control.WasUsed(instance)) return $"{folder.Root} has, or had, a realm instance {instance} already, and no name is used twice.";
        return File.Exists(folder.Journal(instance)) && !File.Exists(MarkerOf(instance)) ? $"{folder.Journal(instance)} is there already, and {folder.Control} does not know it." : null;
    }

    public void Keep(string hash, byte[] file) => new RegistryFolder(folder.Registry).Keep(hash, file);

    public void Begin(ArchivedInstance instance)
    {
        PrivateFiles.CreateFolder(folder.Instance(instance.Instance));
        PrivateFiles.Touch(MarkerOf(instance.Instance));
        foreach (var left in Directory.EnumerateFiles(folder.Instance(instance.Instance)).Where(file => file != MarkerOf(instance.Instance)).ToList()) File.Delete(left);
        drafts.Add(instance.Instance, (instance, new(DraftOf(instance.Instance), instance.Heads)));
    }

    public void Write(string instance, ArchiveTable table, IEnumerable<ArchiveRow> rows) => drafts[instance].File.Write(table, rows);

    public void Commit(IReadOnlyList<ArchivedName> names, IReadOnlyList<string> dropped)
    {
        foreach (var (_, file) in drafts.Values) file.Finish();
        control.PutBack(
            [.. drafts.Values.Select(draft => (ControlRowOf(draft.Instance), new WrappedKey(draft.Instance.KeyGeneration, draft.Instance.WrappedSecret)))],
            [.. names.Select(name => (name.Name, name.LastNumber))], dropped,
            beforeCommit: () =>
            {
                foreach (var instance in drafts.Keys)
                {
                    File.Move(DraftOf(instance), folder.Journal(instance));
                    PrivateFiles.SyncFolder(folder.Instance(instance));
                }
                PrivateFiles.SyncFolder(folder.Root);
            });
        committed = true;
        foreach (var instance in drafts.Keys) File.Delete(MarkerOf(instance));
    }

    public void Dispose()
    {
        foreach (var (instance, (_, file)) in drafts)
        {
            file.Dispose();
            if (!committed) Directory.Delete(folder.Instance(instance), recursive: true);
        }
        control.Dispose();
    }

    private static RealmInstance ControlRowOf(ArchivedInstance one) =>
        new(one.Instance, one.Name, RealmKindCodes.TryParse(one.Kind, out var kind) ? kind : throw new InvalidDataException($"{one.Instance} is of the unknown kind {one.Kind}"), one.RegistryHash, 0)
        {
            IsCurrent = one.IsCurrent,
        };

    private string DraftOf(string instance) => folder.Journal(instance) + ".draft";

    private string MarkerOf(string instance) => Path.Combine(folder.Instance(instance), Marker);
}
