using System.CommandLine;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Hosting;

/// <summary>Where the journal's commands find things, read beside a running service.</summary>
internal static class JournalPlaces
{
    public static ArchivePlace Archives(PlaceOptions place, ParseResult asked) => new(place.FolderOf(asked), place.StoreOf(asked));

    public static IEnumerable<Command> BackupCommands(PlaceOptions place)
    {
        ArchivePlace Place(ParseResult asked) => Archives(place, asked);
        return [.. Archive.BackupCommands.Create(Place, [.. place.Looking]), .. VaultCommands.Create(Place, [.. place.Looking])];
    }

    /// <exception cref="FolderRefusedException">There is no such district, or a newer build wrote it.</exception>
    public static JournalPlace Find(PlaceOptions place, ParseResult asked)
    {
        var folder = place.FolderOf(asked);
        var district = place.StoreOf(asked).Look(folder);
        var erasures = ErasureLog.Open(folder, TimeProvider.System);
        string InstanceOf(string realm) =>
            (district.Instances.FirstOrDefault(one => one.Instance == realm) ?? district.Instances.FirstOrDefault(one => one.Name == realm && one.IsCurrent))?.Instance
            ?? throw new FolderRefusedException($"{district.Name} has no realm {realm}; it has {string.Join(", ", district.Instances.Select(one => one.Instance))}.");
        return new(InstanceOf, district.Tables, instance => district.Instances.First(one => one.Instance == instance).RegistryHash, erasures.IsErased);
    }
}
