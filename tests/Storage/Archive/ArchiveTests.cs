using System.Net;
using System.Text;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;
using GridActors.Tests.Web;

namespace GridActors.Tests.Storage.Archive;

/// <summary>Realms taken out of a data folder into an archive, and put into another.</summary>
public sealed class ArchiveTests : IAsyncLifetime
{
    private string root = "";
    private IReadOnlyList<string> cases = [];

    private string Data => Path.Combine(root, "data");

    private string Keys => Path.Combine(Data, "keys");

    private string Archive => Path.Combine(root, "archive");

    private DataFolder Other => Place("other");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "it is about SQLite's files");
        root = Directory.CreateTempSubdirectory("archive-").FullName;
        Directory.CreateDirectory(Data);
        await using var served = await ServedDistrict.Start(Data, "--desk", "need-to-know");
        cases = await LivedIn.Live(served);
    }

    public ValueTask DisposeAsync()
    {
        if (root.Length > 0) Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_realm_put_elsewhere_is_equal_in_every_column_but_its_epoch_runs_on_and_comes_back_equal()
    {
        var taken = LivedIn.Archived(Data, Archive, "live").Manifest.Instances.Single();
        Assert.All(taken.Tables, table => Assert.True(table.Rows > 0 || table.File.EndsWith("parked.ndjson", StringComparison.Ordinal), table.File));
        Assert.All(taken.Heads, head => Assert.True(head.Position > 0));

        await Import(Other);
        Assert.Empty(LivedIn.Faults(Other));
        var put = LivedIn.Archived(Other.Root, Archive + "2", "live").Manifest.Instances.Single();
        Assert.Equal(LivedIn.Content(taken), LivedIn.Content(put));
        Assert.Empty(taken.Heads.Select(head => head.Epoch).Intersect(put.Heads.Select(head => head.Epoch)));

        await using (var served = await ServedDistrict.Start(Other.Root, "--desk", "need-to-know"))
        {
            Assert.DoesNotContain(served.Log.Lines, line => line.Contains("RESTORED", StringComparison.Ordinal)); // the heads are those that were put in
            var again = await served.Post("/api/reports", WithReporter(served, 0), LivedIn.KeyOf(0));
            Assert.Equal((HttpStatusCode.Created, cases[0]), (again.Status, (string)again.Json["caseId"]!));
            await LivedIn.Act(served, cases[2], "note", "note-2-9wK2mRt5YxQe8", ("text", "went there"));
            var revealed = await served.Post($"/api/cases/{cases[3]}/reveal", System.Text.Json.Nodes.JsonNode.Parse("""{"fields":["name"],"purpose":"contact","desk":"d"}""")!);
            Assert.Equal(LivedIn.Name, (string)revealed.Json["name"]!);
            await served.Reported("after-the-move-9wK2mRt5", building: 9);
            await LivedIn.Quiet(served);
        }
        Assert.Empty(LivedIn.Faults(Other));
        var lived = LivedIn.Archived(Other.Root, Archive + "3", "live").Manifest.Instances.Single();
        var back = Place("back");
        await Import(back, Archive + "3");
        Assert.Equal(LivedIn.Content(lived), LivedIn.Content(LivedIn.Archived(back.Root, Archive + "4", "live").Manifest.Instances.Single()));
    }

    [Fact]
    public void An_archive_holds_no_readable_text_and_is_open_to_nobody_else()
    {
        LivedIn.Archived(Data, Archive);
        foreach (var file in Directory.EnumerateFiles(Archive, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllText(file, Encoding.UTF8);
            Assert.DoesNotContain(LivedIn.Name, content, StringComparison.Ordinal);
            Assert.DoesNotContain("楼梯漏水", content, StringComparison.Ordinal);
            if (!file.Contains("registry", StringComparison.Ordinal)) Assert.False(PrivateFiles.IsOpenToOthers(file), file);
        }
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Archive));
    }

    [Theory]
    [InlineData("live/entries.ndjson", "\"version\":1", "\"version\":2")]
    [InlineData("live/entries.ndjson", "hazard", "noises")]
    [InlineData("live/commands.ndjson", "\"version\":1", "\"version\":9")]
    [InlineData("live/vault.ndjson", "\"field\":\"", "\"FIELD\":\"")]
    [InlineData("live/due.ndjson", "Z\"", "Z\" ")]
    [InlineData("manifest.json", "\"position\": ", "\"position\": 1")]
    [InlineData("manifest.json", "\"formatVersion\": 1", "\"formatVersion\": 2")]
    public async Task Whatever_is_changed_in_an_archive_is_noticed_and_nothing_of_it_is_put_anywhere(string file, string old, string changed)
    {
        LivedIn.Archived(Data, Archive, "live");
        var path = Path.Combine(Archive, file);
        var content = File.ReadAllText(path);
        var at = content.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(path, content[..at] + changed + content[(at + old.Length)..]);

        Assert.Throws<InvalidDataException>(() => Archives.Verify(Archive, cancellation: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidDataException>(() => Import(Other));
        Assert.Empty(Other.InstanceFolders());
        Assert.False(File.Exists(Other.Control) && Known(Other));

        static bool Known(DataFolder folder)
        {
            using var control = ControlDatabase.OpenReadOnly(folder);
            return control.Instances().Count > 0;
        }
    }

    [Theory]
    [InlineData("live/access.ndjson"), InlineData("live/parked.ndjson"), InlineData("manifest.json")]
    public void An_archive_that_lacks_a_file_is_refused(string file)
    {
        LivedIn.Archived(Data, Archive);
        File.Delete(Path.Combine(Archive, file));
        Assert.Throws<InvalidDataException>(() => Archives.Verify(Archive, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_realm_is_put_only_where_none_of_its_name_ever_was_and_only_with_its_key_file()
    {
        LivedIn.Archived(Data, Archive, "live");
        Assert.Contains("no name is used twice", (await Assert.ThrowsAsync<FolderRefusedException>(() => Import(DataFolder.Resolve(Data)))).Message, StringComparison.Ordinal);

        var keyless = DataFolder.Resolve(Path.Combine(root, "keyless"));
        Assert.Contains("--keys-from", (await Assert.ThrowsAsync<FolderRefusedException>(() => Import(keyless))).Message, StringComparison.Ordinal);
        KeyFile.Open(keyless.Create(), isNeeded: false, TimeProvider.System).Dispose();
        Assert.Contains("does not open live", (await Assert.ThrowsAsync<FolderRefusedException>(() => Import(keyless))).Message, StringComparison.Ordinal);
        Assert.Empty(keyless.InstanceFolders());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task What_a_crash_left_of_an_import_is_not_opened_and_the_import_can_be_repeated(bool afterTheLastRename)
    {
        LivedIn.Archived(Data, Archive, "live");
        await Import(Other);
        // as after a crash before the control database's commit: it knows nothing, the files are there with their mark
        foreach (var part in Directory.GetFiles(Other.Root, "control.db*")) File.Delete(part);
        PrivateFiles.Touch(Path.Combine(Other.Instance("live"), "importing"));
        if (!afterTheLastRename) File.Move(Other.Journal("live"), Other.Journal("live") + ".draft");
        var taken = await Import(Other);
        Assert.Equal(LivedIn.Content(taken), LivedIn.Content(LivedIn.Archived(Other.Root, Archive + "2", "live").Manifest.Instances.Single()));
        Assert.Equal(["journal.db"], Directory.GetFiles(Other.Instance("live")).Select(Path.GetFileName).Where(name => !name!.Contains('-')));
    }

    [Fact]
    public void A_stopped_archive_leaves_no_manifest_and_a_used_folder_is_not_written_into()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using (var source = FolderSource.Open(DataFolder.Resolve(Data), TimeProvider.System))
            Assert.Throws<OperationCanceledException>(() => Archives.Write(source, Archive, cancellation: stop.Token));
        Assert.Throws<InvalidDataException>(() => Archives.Verify(Archive, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<IOException>(() => LivedIn.Archived(Data, Archive));
    }

    /// <summary>A folder with nothing in it but the key file.</summary>
    private DataFolder Place(string name)
    {
        var folder = DataFolder.Resolve(Path.Combine(root, name)).Create();
        if (!File.Exists(folder.KeyFile)) PrivateFiles.Replace(folder.KeyFile, File.ReadAllBytes(Path.Combine(Keys, Path.GetFileName(folder.KeyFile))));
        return folder;
    }

    private async Task<ArchivedInstance> Import(DataFolder into, string? archive = null)
    {
        await new ArchivePlace(into, new SqliteStore()).Import(archive ?? Archive, null, TimeProvider.System, CancellationToken.None);
        return ArchiveManifest.Load(archive ?? Archive).Instances.Single();
    }

    private static System.Text.Json.Nodes.JsonObject WithReporter(ServedDistrict served, int report)
    {
        var body = served.Report(building: report, text: $"{LivedIn.Text} ({report})");
        body["reporter"] = new System.Text.Json.Nodes.JsonObject { ["name"] = LivedIn.Name, ["phone"] = "19912345678" };
        return body;
    }
}
