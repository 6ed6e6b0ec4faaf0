using System.Globalization;
using System.Text;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Imports;

namespace GridActors.Tests.Imports;

/// <summary>
/// Files larger than memory. The gate reads 200 MB; <c>GRIDACTORS_IMPORT_BYTES=3221225472</c> makes it 3 GB. What is looked at is the live heap while the file
/// goes by.
/// </summary>
[Collection(Alone)]
public sealed class LargeFileTests(ITestOutputHelper said)
{
    /// <summary>Nothing else may fill the heap meanwhile.</summary>
    public const string Alone = "large files";

    private const long GateBytes = 200L * 1024 * 1024;

    /// <summary>Live heap that reading may take, whatever the file's size.</summary>
    private const long ReaderBytesMax = 8L * 1024 * 1024;

    /// <summary>Live heap of a draft that holds as many buildings as it takes.</summary>
    private const long DraftBytesMax = 256L * 1024 * 1024;

    private static long FileBytes => long.TryParse(Environment.GetEnvironmentVariable("GRIDACTORS_IMPORT_BYTES"), CultureInfo.InvariantCulture, out var bytes) ? bytes : GateBytes;

    private static string Row(int i) => string.Create(CultureInfo.InvariantCulture, $"440306018012-{1 + i / 9_999 % 999:000}-{1 + i % 9_999:0000},113.8{i % 9_000:0000},22.58,6,24,\"榕树路{i}巷, {i % 40}号\"\n");

    [Fact]
    public void A_table_of_any_size_is_read_in_the_same_memory()
    {
        var faults = new SourceFaults();
        var column = new CsvColumn("code", true);
        CsvColumn[] columns = [column, new("longitude", true), new("latitude", true), new("floors", true), new("households", true), new("address", true)];
        var watch = new HeapWatch();
        var rows = 0L;
        var table = new GeneratedFile("code,longitude,latitude,floors,households,address\n", Row, "", FileBytes) { Told = watch.Look };
        foreach (var row in new CsvTable("t.csv", columns, ImportEncodings.Of(ImportEncodings.Utf8Name), faults).Rows(table)) rows += row.Code(column).Length > 0 ? 1 : 0;
        watch.Say(said, rows);
        Assert.False(faults.Any);
        Assert.InRange(watch.Growth, long.MinValue, ReaderBytesMax);
    }

    [Fact]
    public void A_map_of_any_size_is_read_in_the_same_memory()
    {
        var faults = new SourceFaults();
        var watch = new HeapWatch();
        var features = 0L;
        var map = new GeneratedFile(
            "{\"type\":\"FeatureCollection\",\"features\":[" + Village.Square("440306018", 0, 1), i => ",\n" + Village.Square("440306018012", i % 7, i % 7 + 1), "]}", FileBytes)
        {
            Told = watch.Look,
        };
        foreach (var feature in new GeoFeatures("m.geojson", faults).In(map)) features += feature.Rings!.Count;
        watch.Say(said, features);
        Assert.False(faults.Any);
        Assert.InRange(watch.Growth, long.MinValue, ReaderBytesMax);
    }

    [Fact]
    public void More_buildings_than_a_district_has_are_counted_and_not_kept()
    {
        var faults = new SourceFaults();
        var watch = new HeapWatch();
        new DistrictFiles(ImportEncodings.Of(ImportEncodings.Utf8Name), faults)
            .Read("buildings.csv", new GeneratedFile("code,longitude,latitude,floors,households,address\n", Row, "", FileBytes) { Told = watch.Look });
        watch.Say(said, faults.Count);
        Assert.StartsWith("there are more than 1000000 buildings", faults.Kept[0].Wrong, StringComparison.Ordinal);
        Assert.True(faults.Count > 100_000);
        Assert.InRange(watch.Growth, long.MinValue, DraftBytesMax);
        Assert.InRange(watch.GrowthOfLastHalf, long.MinValue, DraftBytesMax / 4);
    }

    /// <summary>The live heap, looked at while a file goes by.</summary>
    private sealed class HeapWatch
    {
        private readonly long before = GC.GetTotalMemory(forceFullCollection: true);
        private readonly List<long> seen = [];
        private long bytes;

        public long Growth => seen.Max() - before;

        public long GrowthOfLastHalf => seen[^1] - seen[seen.Count / 2];

        public void Look(long read)
        {
            bytes = read;
            seen.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        public void Say(ITestOutputHelper to, long rows) =>
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB, {rows} rows: live heap grew by {Math.Max(0, Growth) >> 10} KB at most"));
    }
}

[CollectionDefinition(LargeFileTests.Alone, DisableParallelization = true)]
public sealed class LargeFilesAlone;
