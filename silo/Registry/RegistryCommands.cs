using System.CommandLine;
using GridActors.Places;
using GridActors.Silo.Folder;

namespace GridActors.Registries;

/// <summary>The command line's <c>registry</c> commands.</summary>
public static class RegistryCommands
{
    /// <summary><c>registry generate --seed N --buildings N [--data DIR | --out FILE]</c></summary>
    public static Command Create() => new("registry", "The district's tree of streets, communities, cells and buildings.") { Generate() };

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

        var command = new Command("generate", "Draw a synthetic district on the official codes and keep it.") { seed, buildings, data, file };
        command.SetAction(asked =>
        {
            var (registry, roster) = SyntheticDistrict.Generate(asked.GetValue(seed), asked.GetValue(buildings));
            string path;
            if (asked.GetValue(file) is { } wanted) RegistryFolder.WriteWhole(registry, path = wanted.FullName);
            else path = new RegistryFolder(DataFolder.Resolve(asked.GetValue(data)).Create().Registry).Keep(registry);
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
