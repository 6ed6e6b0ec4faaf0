using GridActors.Registries;
using GridActors.Silo.Journal;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Folder;

/// <summary>A district in files of its data folder, one process at a time.</summary>
public sealed record SqliteStore : StoreChoice
{
    public override DataFolder FolderOf(DataFolder folder) => folder;

    public override IDistrictStore Open(DataFolder folder, string url, TimeProvider time)
    {
        if (!File.Exists(folder.Control) && folder.BelongsToDatabase)
            throw new FolderRefusedException(
                $"The data folder {folder.Root} belongs to a district on PostgreSQL. Name that too (--store postgres --connection …, or GRIDACTORS_STORE and GRIDACTORS_CONNECTION), or another folder: --data DIR.");
        var control = ControlDatabase.Open(folder, time);
        try
        {
            RefuseUnknownJournals(folder, control);
            return new Opened(folder, control);
        }
        catch
        {
            control.Dispose();
            throw;
        }
    }

    public override DistrictLook Look(DataFolder folder)
    {
        using var control = ControlDatabase.OpenReadOnly(folder);
        return new(folder.Root, control.Instances(), instance => SqliteTables.Read(folder.Journal(instance)), new RegistryFolder(folder.Registry).FileOf);
    }

    public override void AddSnapshots(ISiloBuilder silo, DataFolder folder) => silo.AddSqliteSnapshots(folder.Derived);

    /// <summary>A journal without its row in the control database has lost its secret; a new one in its name would know none of its cases.</summary>
    private static void RefuseUnknownJournals(DataFolder folder, ControlDatabase control)
    {
        var known = control.Instances().Select(one => one.Instance).Concat(control.Dropped()).ToHashSet();
        if (folder.InstanceFolders().FirstOrDefault(instance => !known.Contains(instance) && new FileInfo(folder.Journal(instance)) is { Exists: true, Length: > 0 }) is { } lost)
            throw new FolderRefusedException(
                $"{folder.Journal(lost)} is a journal that {folder.Control} does not know: that file was removed or belongs to another folder. "
                + "Put the whole folder back with `silo restore`, or start with another one: --data DIR.");
    }

    private sealed class Opened(DataFolder folder, ControlDatabase control) : IDistrictStore
    {
        public string Name => $"The data folder {folder.Root}";

        public Task<string> Lost { get; } = new TaskCompletionSource<string>().Task;

        public IControlTable Control => control;

        public IRegistries Registries { get; } = new RegistryFolder(folder.Registry);

        public IJournalStore OpenJournals(TimeProvider time, ILoggerFactory logs) => new SqliteJournal(folder.Journal, time, logs.CreateLogger<SqliteJournal>());

        public IStoredTables ReadTables(string instance) => SqliteTables.Read(folder.Journal(instance));

        public IEnumerable<string> Leftovers() => folder.InstanceFolders().Intersect(control.Dropped());

        public void RemoveSnapshots(string instance) => SnapshotFile.Remove(folder.Derived, instance);

        public void Dispose() => control.Dispose();
    }
}
