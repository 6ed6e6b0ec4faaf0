using System.CommandLine;
using GridActors.Places;
using GridActors.Registries;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class RegistryFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private readonly Registry district = SyntheticDistrict.Generate(9, 500).Registry;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_kept_registry_is_found_by_its_hash()
    {
        var registries = new RegistryFolder(folder);
        Assert.False(registries.Holds(district.Hash));
        Assert.Equal(Path.Combine(folder, district.Hash), registries.Keep(district));
        Assert.True(registries.Holds(district.Hash));
        Assert.Equal(district.Buildings, registries.Load(district.Hash).Buildings);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_kept_registry_is_never_written_again()
    {
        var registries = new RegistryFolder(folder);
        var path = registries.Keep(district);
        var before = File.GetLastWriteTimeUtc(path).AddDays(-1);
        File.SetLastWriteTimeUtc(path, before);
        registries.Keep(district);
        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_damaged_foreign_or_missing_registry_is_refused()
    {
        var registries = new RegistryFolder(folder);
        var path = registries.Keep(district);
        File.Copy(path, registries.PathOf(new string('a', 64)));
        Assert.Throws<InvalidDataException>(() => registries.Load(new string('a', 64)));
        Assert.Throws<FileNotFoundException>(() => registries.Load(new string('b', 64)));
        Assert.Throws<ArgumentException>(() => registries.Load("../../etc/passwd"));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Assert.Throws<InvalidDataException>(() => registries.Load(district.Hash));
    }

    [Fact]
    public void The_command_line_draws_a_district_and_keeps_it()
    {
        var said = new StringWriter();
        var root = new RootCommand { RegistryCommands.Create() };
        Assert.Equal(0, root.Parse(["registry", "generate", "--seed", "9", "--buildings", "500", "--data", folder]).Invoke(new() { Output = said }));
        Assert.Contains(district.Hash, said.ToString(), StringComparison.Ordinal);
        Assert.True(new RegistryFolder(Path.Combine(folder, "registry")).Holds(district.Hash));

        var file = Path.Combine(folder, "district.registry");
        Assert.Equal(0, root.Parse(["registry", "generate", "--seed", "9", "--buildings", "500", "--out", file]).Invoke(new() { Output = said }));
        Assert.Equal(district.Hash, RegistryFolder.Read(file).Hash);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("99999999")]
    [InlineData("many")]
    public void The_command_line_refuses_an_impossible_number_of_buildings(string buildings)
    {
        var root = new RootCommand { RegistryCommands.Create() };
        Assert.NotEmpty(root.Parse(["registry", "generate", "--buildings", buildings, "--data", folder]).Errors);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
