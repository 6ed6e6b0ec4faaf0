using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;
using GridActors.Tests.Web;

namespace GridActors.Tests.Storage.Archive;

/// <summary>A district begun on SQLite goes on on PostgreSQL, and comes back.</summary>
public sealed class MovedBetweenStoresTests(PostgresServer server) : IAsyncLifetime
{
    private string root = "";
    private PostgresDatabase database = null!;
    private IReadOnlyList<string> cases = [];

    private string Data => Path.Combine(root, "data");

    private ArchivePlace OnPostgres => new(Place("elsewhere"), new PostgresStore { Connection = database.App, OwnerConnection = database.Owner });

    private string[] AsPostgres => ["--store", "postgres", "--connection", database.App, "--owner-connection", database.Owner, "--desk", "need-to-know"];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "it is about SQLite's files");
        root = Directory.CreateTempSubdirectory("moved-").FullName;
        database = await server.NewDatabase();
        Directory.CreateDirectory(Data);
        await using var served = await ServedDistrict.Start(Data, "--store", "sqlite", "--desk", "need-to-know");
        cases = await LivedIn.Live(served);
    }

    public async ValueTask DisposeAsync()
    {
        if (root.Length > 0) Directory.Delete(root, recursive: true);
        if (database is not null) await database.DisposeAsync();
    }

    [Fact]
    public async Task Moved_to_the_other_store_run_on_and_moved_back_a_realm_is_equal_in_every_column_but_its_epoch()
    {
        var taken = await Archived(new(DataFolder.Resolve(Data), new SqliteStore()), "1");
        await OnPostgres.Import(Path.Combine(root, "1"), null, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Empty(FaultsOnPostgres());
        var put = await Archived(OnPostgres, "2");
        Assert.Equal(LivedIn.Content(taken), LivedIn.Content(put));
        Assert.Empty(taken.Heads.Select(head => head.Epoch).Intersect(put.Heads.Select(head => head.Epoch)));

        await using (var served = await ServedDistrict.Start(OnPostgres.Folder.Root, AsPostgres))
        {
            Assert.DoesNotContain(served.Log.Lines, line => line.Contains("RESTORED", StringComparison.Ordinal));
            var again = served.Report(building: 0, text: $"{LivedIn.Text} (0)");
            again["reporter"] = new JsonObject { ["name"] = LivedIn.Name, ["phone"] = "19912345678" };
            var answer = await served.Post("/api/reports", again, LivedIn.KeyOf(0));
            Assert.Equal((HttpStatusCode.Created, cases[0]), (answer.Status, (string)answer.Json["caseId"]!));
            await LivedIn.Act(served, cases[2], "note", "note-2-9wK2mRt5YxQe8", ("text", "went there"));
            var revealed = await served.Post($"/api/cases/{cases[3]}/reveal", JsonNode.Parse("""{"fields":["name"],"purpose":"contact","desk":"d"}""")!);
            Assert.Equal(LivedIn.Name, (string)revealed.Json["name"]!);
            await served.Reported("after-the-move-9wK2mRt5", building: 9);
            await LivedIn.Quiet(served);
        }
        Assert.Empty(FaultsOnPostgres());

        var lived = await Archived(OnPostgres, "3");
        ArchivePlace back = new(Place("back"), new SqliteStore());
        await back.Import(Path.Combine(root, "3"), null, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Empty(LivedIn.Faults(back.Folder));
        Assert.Equal(LivedIn.Content(lived), LivedIn.Content(await Archived(back, "4")));
        await using var home = await ServedDistrict.Start(back.Folder.Root, "--store", "sqlite", "--desk", "need-to-know");
        await LivedIn.Act(home, cases[2], "accept", "accept-2-9wK2mRt5YxQe");
        await LivedIn.Quiet(home);
    }

    [Fact]
    public async Task A_backup_of_either_store_is_restored_into_the_other_and_nobody_erased_since_comes_back()
    {
        await new ArchivePlace(DataFolder.Resolve(Data), new SqliteStore()).Backup(Path.Combine(root, "backup"), Path.Combine(root, "safe"), TimeProvider.System, TestContext.Current.CancellationToken);
        await using (var served = await ServedDistrict.Start(Data, "--store", "sqlite"))
            Assert.Equal(HttpStatusCode.OK, (await served.Post($"/api/cases/{cases[3]}/erase", new JsonObject { ["desk"] = "d", ["purpose"] = "persons-request" })).Status);
        var keysFrom = DataFolder.Resolve(Data).Keys; // as they are now: the erasure stands there

        await Restore(OnPostgres, "backup");
        Assert.Empty(FaultsOnPostgres());
        await using (var served = await ServedDistrict.Start(OnPostgres.Folder.Root, AsPostgres))
        {
            Assert.Empty(await served.Get<IVaultTable>().ReadRows("live", cases[3]));
            Assert.NotEmpty(await served.Get<IVault>().Open("live", cases[0]));
            Assert.Equal(["demo-0001", "live"], served.Get<IJournalStore>().Instances.Order());
        }
        var refused = await Assert.ThrowsAsync<FolderRefusedException>(() => Restore(OnPostgres, "backup"));
        Assert.Contains("There is a district", refused.Message, StringComparison.Ordinal);

        await OnPostgres.Backup(Path.Combine(root, "backup-2"), null, TimeProvider.System, TestContext.Current.CancellationToken);
        ArchivePlace back = new(Place("back"), new SqliteStore());
        await Restore(back, "backup-2");
        Assert.Empty(LivedIn.Faults(back.Folder));

        Task Restore(ArchivePlace into, string archive) => into.Restore(Path.Combine(root, archive), keysFrom, replace: false, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("access.ndjson", "\"who\":", "\"WHO\":")]
    [InlineData("entries.ndjson", "hazard", "noises")]
    [InlineData("commands.ndjson", "\"partition\":\"sealed\"", "\"partition\":\"open\"")]
    public async Task An_import_that_fails_leaves_nothing_in_the_database(string file, string old, string changed)
    {
        await Archived(new(DataFolder.Resolve(Data), new SqliteStore()), "1");
        var path = Path.Combine(root, "1", "live", file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, changed, StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidDataException>(() => OnPostgres.Import(Path.Combine(root, "1"), null, TimeProvider.System, TestContext.Current.CancellationToken));
        using var source = await OnPostgres.OpenSource(TimeProvider.System);
        Assert.Empty(source.District.Instances);
        Assert.Empty(source.Registries);
    }

    [Fact]
    public async Task While_a_service_has_the_database_nothing_is_put_into_it_and_a_backup_is_taken_beside_it()
    {
        await Archived(new(DataFolder.Resolve(Data), new SqliteStore()), "1");
        await using var served = await ServedDistrict.Start(Path.Combine(root, "serving"), AsPostgres);
        await served.Reported("beside-the-backup-9wK2mRt5", building: 3);
        Assert.Contains("in use", (await Assert.ThrowsAsync<FolderRefusedException>(() => OnPostgres.Import(
            Path.Combine(root, "1"), null, TimeProvider.System, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        ArchivePlace beside = new(DataFolder.Resolve(Path.Combine(root, "serving")), OnPostgres.Store);
        var told = await beside.Backup(Path.Combine(root, "beside"), Path.Combine(root, "beside-keys"), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(told.Manifest.Instances.Single(one => one.Instance == "live").Heads.Single(head => head.Partition == "open").Position > 1);
        Assert.Equal(told.Rows, Archives.Verify(Path.Combine(root, "beside"), cancellation: TestContext.Current.CancellationToken).Rows);
    }

    /// <summary>A folder with nothing in it but the key file.</summary>
    private DataFolder Place(string name)
    {
        var folder = DataFolder.Resolve(Path.Combine(root, name)).Create();
        if (!File.Exists(folder.KeyFile)) PrivateFiles.Replace(folder.KeyFile, File.ReadAllBytes(DataFolder.Resolve(Data).KeyFile));
        return folder;
    }

    private async Task<ArchivedInstance> Archived(ArchivePlace place, string archive)
    {
        using var source = await place.OpenSource(TimeProvider.System);
        return Archives.Write(source, Path.Combine(root, archive), ["live"], TestContext.Current.CancellationToken).Manifest.Instances.Single();
    }

    private IReadOnlyList<string> FaultsOnPostgres() => [.. ((Partition[])[Partition.Open, Partition.Sealed]).SelectMany(partition => JournalVerify.Run(
        new("live", () => PostgresTables.Read(database.App, "live"), partition)
        {
            ArmedAfter = StreamDeadlines.After,
            VaultRowsIn = VaultMentions.In,
            IsErased = rowId => ErasureLog.Open(OnPostgres.Folder, TimeProvider.System).IsErased("live", rowId),
        }).Faults)];
}
