using GridActors.Journal;
using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Stores;
using GridActors.Silo.Folder;
using GridActors.Silo.Realms;
using GridActors.Tests.Silo;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Load;

/// <summary>Districts filled for measuring must be districts: a service goes on with them as if it had written them.</summary>
public sealed class FilledDistrictTests(PostgresServer server) : IDisposable
{
    private const int Rows = 400;
    private const string Realm = "demo";

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("gridactors-filled-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_goes_on_with_a_filled_district_and_finds_nothing_left_to_follow(bool onPostgres)
    {
        await using var database = onPostgres ? await server.NewDatabase() : null;
        var place = await Served(database);
        var open = await Filled(place, filling => filling.Rows(Rows, ofWhichOpen: 5, Cancel));
        await using var district = await Start(place);
        var names = (await district.Entries(Realm)).Select(entry => entry.Name).CountBy(static name => name).ToDictionary();
        Assert.True(names.Values.Sum() >= Rows);
        Assert.Equal(open, names["dispute-reported"] - names["dispute-settled"]);
        Assert.Equal(names["dispute-reported"], names["case-placed"]);
        Assert.Equal(names["dispute-settled"], names["case-left"]);
        var status = district.Get<IRealms>().StatusOf(Realm);
        Assert.Equal((status.Head, 0), (status.Followed, status.Parked));
        Assert.Equal(names.Values.Sum(), status.Head);
    }

    [Fact]
    public async Task Open_cases_are_acknowledged_and_wait_for_their_settlement()
    {
        var place = await Served(database: null);
        Assert.Equal(30, await Filled(place, filling => filling.OpenCases(30, Cancel)));
        await using var district = await Start(place);
        var names = (await district.Entries(Realm)).Select(entry => entry.Name).ToList();
        Assert.Equal(30, names.Count(name => name == "dispute-acknowledged"));
        Assert.DoesNotContain("dispute-settled", names);
    }

    [Fact]
    public async Task Two_fillings_of_one_seed_write_the_same_cases()
    {
        var cases = new List<string[]>();
        for (var run = 0; run < 2; run++)
        {
            var place = await Served(database: null);
            await Filled(place, filling => filling.OpenCases(20, Cancel));
            await using var district = await OpenedDistrict.Open(place);
            var entries = await district.Journal.ReadAll(district.Instance, Partition.Open, 0, limit: 1_000);
            cases.Add([.. entries.Where(entry => entry.Name == "dispute-reported").Select(entry => entry.Stream.Name).Order()]);
        }

        Assert.Equal(20, cases[0].Distinct().Count());
        Assert.Equal(cases[0], cases[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bare_rows_go_into_the_journals_own_table(bool onPostgres)
    {
        await using var database = onPostgres ? await server.NewDatabase() : null;
        var place = await Served(database);
        long before;
        string instance;
        await using (var district = await OpenedDistrict.Open(place)) (before, instance) = (district.Position, district.Instance);
        await using (IRawRows raw = database is null
            ? new SqliteRawRows(DataFolder.Resolve(place.Folder.FullName).Journal(instance))
            : await PostgresRawRows.Open(database.Owner, instance))
        {
            await raw.Insert(rows: 7);
            await raw.Insert(rows: 5);
        }

        using var tables = place.Store.Open(place.Store.FolderOf(DataFolder.Resolve(place.Folder.FullName)), url: "", TimeProvider.System);
        using var read = tables.ReadTables(instance);
        using var entries = read.Entries(Partition.Open, before);
        var rows = 0;
        while (entries.Step()) rows++;
        Assert.Equal(12, rows);
    }

    [Fact]
    public async Task A_copy_of_a_place_is_served_like_the_first()
    {
        await using var store = new SqliteBenchStore();
        var place = await Served(database: null);
        await Filled(place, filling => filling.OpenCases(10, Cancel));
        await using var copy = await store.Copy(place, root.CreateSubdirectory("copy"));
        await using var first = await OpenedDistrict.Open(place);
        await using var second = await OpenedDistrict.Open(copy);
        Assert.Equal(
            first.Journal.Head(first.Instance, Partition.Open).Hash.ToArray(),
            second.Journal.Head(second.Instance, Partition.Open).Hash.ToArray());
    }

    public void Dispose() => root.Delete(recursive: true);

    private static async Task<int> Filled(DistrictPlace place, Func<DistrictFilling, Task<int>> fill)
    {
        await using var district = await OpenedDistrict.Open(place);
        return await fill(new DistrictFilling(district, seed: 3));
    }

    /// <summary>A place that was served once, so that the demo is there.</summary>
    private async Task<DistrictPlace> Served(PostgresDatabase? database)
    {
        StoreChoice store = database is null ? new SqliteStore() : new PostgresStore { Connection = database.App, OwnerConnection = database.Owner };
        var place = new DistrictPlace(root.CreateSubdirectory($"place-{root.EnumerateDirectories().Count()}"), store, static () => Task.CompletedTask);
        await using var _ = await Start(place);
        return place;
    }

    private static Task<DistrictHost> Start(DistrictPlace place) =>
        DistrictHost.Start(place.Folder.FullName, options => options with { Store = place.Store, DemoRate = 1 });
}
