using System.Text;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Imports;
using GridActors.Tests.Places;

namespace GridActors.Tests.Imports;

public sealed class DistrictExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_district_that_is_written_out_and_read_again_has_the_same_hash()
    {
        DistrictExport.Write(TestDistrict.Registry, folder);
        var faults = new SourceFaults();
        var read = new DistrictFiles(ImportEncodings.Of(ImportEncodings.Utf8Name), faults).ReadFolder(folder);
        Assert.Equal([], faults.Kept);
        Assert.Equal(TestDistrict.Registry.Hash, read.Registry!.Hash);
        Assert.Equal([], read.Notes);
        Assert.Equal(Encoding.UTF8.Preamble, File.ReadAllBytes(Path.Combine(folder, "buildings.csv")).AsSpan(0, 3));
    }
}
