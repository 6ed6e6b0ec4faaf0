using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class RegistryFileTests
{
    private static byte[] File(Registry registry)
    {
        using var bytes = new MemoryStream();
        registry.Save(bytes);
        return bytes.ToArray();
    }

    private static Registry Loaded(byte[] file) => Registry.Load(new MemoryStream(file));

    [Fact]
    public void A_saved_registry_is_loaded_as_it_was()
    {
        var saved = TestDistrict.Registry;
        var loaded = Loaded(File(saved));
        Assert.Equal(saved.Hash, loaded.Hash);
        Assert.Equal((saved.Seed, saved.IsSynthetic), (loaded.Seed, loaded.IsSynthetic));
        Assert.Equal(saved.Buildings, loaded.Buildings);
        Assert.Equal(saved.Cells.Select(c => (c.Id, c.Center)), loaded.Cells.Select(c => (c.Id, c.Center)));
        Assert.Equal(saved.Cells.SelectMany(c => c.Shape.Rings[0]), loaded.Cells.SelectMany(c => c.Shape.Rings[0]));
        Assert.Equal(saved.Communities.Select(c => (c.Id, c.FullZh, c.En, c.Center)), loaded.Communities.Select(c => (c.Id, c.FullZh, c.En, c.Center)));
        Assert.Equal(saved.Labels, loaded.Labels);
        Assert.Equal(File(saved), File(loaded));
    }

    [Fact]
    public void A_file_with_one_changed_byte_is_refused()
    {
        var file = File(TestDistrict.Registry);
        foreach (var at in new[] { 12, 13, 5_000, file.Length / 2, file.Length - 1 })
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => Loaded(changed)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        var file = File(TestDistrict.Registry);
        foreach (var length in new[] { 0, 7, 20, 60, 10_000, file.Length - 1 })
            Assert.Throws<InvalidDataException>(() => Loaded(file[..length]));
    }

    [Fact]
    public void A_file_of_a_newer_format_is_refused_with_advice()
    {
        var file = File(TestDistrict.Registry);
        file[8]++;
        Assert.Contains("Use a newer program", Assert.Throws<InvalidDataException>(() => Loaded(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_is_no_registry() =>
        Assert.Contains("not a registry", Assert.Throws<InvalidDataException>(() => Loaded(new byte[200])).Message, StringComparison.Ordinal);
}
