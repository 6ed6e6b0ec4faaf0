using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Hosting;

/// <summary>Where the journal's commands find things, read beside a running service.</summary>
internal static class JournalPlaces
{
    /// <exception cref="FolderRefusedException">There is no such data folder, or a newer build wrote it.</exception>
    public static JournalPlace Find(string? data, string? keys)
    {
        var folder = DataFolder.Resolve(data, keys);
        using var control = ControlDatabase.OpenReadOnly(folder);
        var instances = control.Instances();
        var erasures = ErasureLog.Open(folder, TimeProvider.System);
        string InstanceOf(string realm) => (instances.FirstOrDefault(one => one.Instance == realm) ?? instances.FirstOrDefault(one => one.Name == realm && one.IsCurrent))?.Instance
            ?? throw new FolderRefusedException($"{folder.Root} has no realm {realm}; it has {string.Join(", ", instances.Select(one => one.Instance))}.");
        return new(InstanceOf, folder.Journal, instance => instances.First(one => one.Instance == instance).RegistryHash, erasures.IsErased);
    }
}
