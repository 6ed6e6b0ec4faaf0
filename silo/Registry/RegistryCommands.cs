using System.CommandLine;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Imports;

namespace GridActors.Registries;

/// <summary>The command line's <c>registry</c> commands.</summary>
public static class RegistryCommands
{
    /// <summary>
    /// <c>registry generate --seed N --buildings N [--data DIR | --out FILE] [--csv DIR]</c>, <c>registry export --csv DIR [--registry HASH|FILE]</c>,
    /// <c>registry import FOLDER [--dry-run]</c>
    /// </summary>
    public static Command Create() => new("registry", "The district's tree of streets, communities, cells and buildings.") { Generate(), Export(), RegistryImport.Create() };

    private static Command Export()
    {
        var folder = new Option<DirectoryInfo>("--csv") { Description = "The folder to write the CSV and GeoJSON files into.", Required = true };
        var which = new Option<string?>("--registry") { Description = "The registry by its hash or its file; default: the one that the realm works with." };
        var realm = new Option<string>("--realm") { Description = "The realm whose registry is meant.", DefaultValueFactory = _ => "live" };
        var place = new PlaceOptions();
        var command = new Command("export", "Write a registry as the files that import reads.") { folder, which, realm };
        foreach (var option in place.Looking) command.Options.Add(option);
        command.SetAction(asked =>
        {
            try
            {
                var registry = asked.GetValue(which) is { } file && File.Exists(file) ? RegistryFolder.Read(file) : Kept(place, asked, asked.GetValue(which), asked.GetValue(realm)!);
                DistrictExport.Write(registry, asked.GetValue(folder)!.FullName);
                asked.InvocationConfiguration.Output.WriteLine($"{registry.Hash} → {asked.GetValue(folder)!.FullName}");
                return 0;
            }
            catch (Exception refused) when (refused is FolderRefusedException or IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
            {
                asked.InvocationConfiguration.Error.WriteLine(refused.Message);
                return ImportCommand.Refused;
            }
        });
        return command;
    }

    /// <summary>A registry of the district, read beside whoever serves it.</summary>
    /// <exception cref="FolderRefusedException">There is no such district, or the realm has no registry.</exception>
    private static Registry Kept(PlaceOptions place, ParseResult asked, string? hash, string realm)
    {
        var folder = place.FolderOf(asked);
        if (hash is not null && new RegistryFolder(folder.Registry) is var kept && kept.Holds(hash)) return kept.Load(hash);
        var district = place.StoreOf(asked).Look(folder);
        hash ??= district.Instances.FirstOrDefault(one => one.Instance == realm || one.Name == realm && one.IsCurrent)?.RegistryHash;
        return hash is { Length: > 0 } ? Registry.Load(district.FileOf(hash)) : throw new FolderRefusedException($"{district.Name} has no realm {realm} with a registry.");
    }

    private static Command Generate()
    {
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same district.", DefaultValueFactory = _ => 1 };
        var buildings = new Option<int>("--buildings")
        {
            Description = "Headed buildings in all.",
            DefaultValueFactory = _ => SyntheticDistrict.Buildings,
        };
        buildings.Validators.Add(asked =>
        {
            if (asked.Tokens is [var typed] && (!int.TryParse(typed.Value, out var count) || count is < 1 or > SyntheticDistrict.BuildingsMax))
                asked.AddError($"--buildings takes 1 to {SyntheticDistrict.BuildingsMax}.");
        });
        var data = new Option<string?>("--data") { Description = "The data folder that keeps the registry." };
        var file = new Option<FileInfo?>("--out") { Description = "Write this file instead of keeping the registry in the data folder." };

        var csv = new Option<DirectoryInfo?>("--csv") { Description = "Write the district's CSV and GeoJSON files into this folder as well." };

        var command = new Command("generate", "Draw a synthetic district on the official codes and keep it.") { seed, buildings, data, file, csv };
        command.SetAction(asked =>
        {
            var (registry, roster) = SyntheticDistrict.Generate(asked.GetValue(seed), asked.GetValue(buildings));
            string path;
            if (asked.GetValue(file) is { } wanted) RegistryFolder.WriteWhole(registry.File, path = wanted.FullName);
            else path = new RegistryFolder(DataFolder.Resolve(asked.GetValue(data)).Create().Registry).Keep(registry);
            if (asked.GetValue(csv) is { } folder) DistrictExport.Write(registry, folder.FullName);
            asked.InvocationConfiguration.Output.WriteLine(
                $"SYNTHETIC · {registry.Streets.Length} streets · {registry.Communities.Length} communities (official codes) · {registry.Cells.Length} cells · " +
                $"{registry.Buildings.Count} buildings · {roster.Count} responders");
            asked.InvocationConfiguration.Output.WriteLine(registry.Hash);
            asked.InvocationConfiguration.Output.WriteLine(path);
            return 0;
        });
        return command;
    }
}
