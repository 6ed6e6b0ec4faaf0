using System.CommandLine;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Hosting;

/// <summary>Where the journal's commands find things, read beside a running service.</summary>
internal static class JournalPlaces
{
    public static ArchivePlace Archives(string? data, string? keys) => new(DataFolder.Resolve(data, keys), new SqliteStore());

    public static IEnumerable<Command> BackupCommands()
    {
        var data = new Option<string?>("--data") { Description = "the data folder", Recursive = true };
        var keys = new Option<string?>("--keys") { Description = "the folder of the key file", Recursive = true };
        ArchivePlace Place(ParseResult asked) => Archives(asked.GetValue(data), asked.GetValue(keys));
        return [.. Archive.BackupCommands.Create(Place, [data, keys]), .. VaultCommands.Create(Place, [data, keys])];
    }

    /// <exception cref="FolderRefusedException">There is no such data folder, or a newer build wrote it.</exception>
    public static JournalPlace Find(string? data, string? keys)
    {
        var folder = DataFolder.Resolve(data, keys);
        using var control = ControlDatabase.OpenReadOnly(folder);
        var instances = control.Instances();
        var erasures = ErasureLog.Open(folder, TimeProvider.System);
        string InstanceOf(string realm) => (instances.FirstOrDefault(one => one.Instance == realm) ?? instances.FirstOrDefault(one => one.Name == realm && one.IsCurrent))?.Instance
            ?? throw new FolderRefusedException($"{folder.Root} has no realm {realm}; it has {string.Join(", ", instances.Select(one => one.Instance))}.");
        return new(InstanceOf, instance => SqliteTables.Read(folder.Journal(instance)), instance => instances.First(one => one.Instance == instance).RegistryHash, erasures.IsErased);
    }
}
