using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;
using GridActors.Tests.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Storage.Archive;

/// <summary>A backup of a whole district, put into an empty folder or over a damaged one.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private string root = "";
    private IReadOnlyList<string> cases = [];
    private string? cursor, epoch;

    private string Data => Path.Combine(root, "data");

    private string Backup => Path.Combine(root, "backup");

    private string KeptKeysFolder => Path.Combine(root, "safe");

    private DataFolder Elsewhere => DataFolder.Resolve(Path.Combine(root, "elsewhere"));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "it is about SQLite's files");
        root = Directory.CreateTempSubdirectory("restore-").FullName;
        Directory.CreateDirectory(Data);
        await using var served = await ServedDistrict.Start(Data, "--desk", "need-to-know");
        cases = await LivedIn.Live(served);
        await using var board = await BoardWatch.Open(served);
        await board.Until(seen => seen.Cards.Count >= cases.Count - 1);
        (cursor, epoch) = (board.Cursor, board.Epoch);
        KeptKeys.Copy(DataFolder.Resolve(Data), KeptKeysFolder, LivedIn.Archived(Data, Backup).Manifest, TimeProvider.System);
        await served.Reported("after-the-backup-9wK2mRt5", building: 11);
    }

    public ValueTask DisposeAsync()
    {
        if (root.Length > 0) Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Restored_elsewhere_with_its_keys_a_district_goes_on_and_boards_reload()
    {
        var (instances, replaced) = await Restore(Elsewhere);
        Assert.Null(replaced);
        Assert.Equal(["demo-0001", "live"], instances.Select(one => one.Instance).Order());
        Assert.Empty(LivedIn.Faults(Elsewhere));
        Assert.False(Directory.Exists(Elsewhere.Restoring));

        await using var served = await ServedDistrict.Start(Elsewhere.Root, "--desk", "need-to-know");
        Assert.DoesNotContain(served.Log.Lines, line => line.Contains("RESTORED", StringComparison.Ordinal));
        foreach (var caseId in cases) Assert.Equal(HttpStatusCode.OK, (await served.Get($"/api/cases/{caseId}")).Status);
        var revealed = await served.Post($"/api/cases/{cases[0]}/reveal", JsonNode.Parse("""{"fields":["text","notes"],"purpose":"contact","desk":"d"}""")!);
        Assert.Equal((LivedIn.Text + " (0)", "rang twice"), ((string)revealed.Json["text"]!, (string)revealed.Json["notes"]![0]!["text"]!));
        await using var board = await BoardWatch.Open(served, epoch: epoch, cursor: cursor);
        await board.Until(seen => seen.Snapshots > 0);
        Assert.Equal(0, board.Tails);
        Assert.NotEqual(epoch, board.Epoch);
        await served.Reported("after-the-backup-9wK2mRt5", building: 11);
        await LivedIn.Quiet(served);
    }

    [Fact]
    public async Task Without_the_key_file_nothing_is_restored_and_it_says_so()
    {
        var refused = await Assert.ThrowsAsync<FolderRefusedException>(() => Restore(Elsewhere, keysFrom: null));
        Assert.Contains("--keys-from", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Elsewhere.Control) || Elsewhere.InstanceFolders().Any());

        var strange = DataFolder.Resolve(Path.Combine(root, "strange")).Create();
        KeyFile.Open(strange, isNeeded: false, TimeProvider.System).Dispose();
        Assert.Contains("does not open", (await Assert.ThrowsAsync<FolderRefusedException>(() => Restore(Elsewhere, keysFrom: strange.Keys))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Elsewhere.Control));
    }

    [Fact]
    public async Task A_district_that_is_there_is_moved_aside_only_when_asked_and_no_old_log_is_left_beside_the_new_files()
    {
        var folder = DataFolder.Resolve(Data);
        Assert.Contains("--replace", (await Assert.ThrowsAsync<FolderRefusedException>(() => Restore(folder))).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.Journal("live") + "-wal", "of another file");
        File.WriteAllText(folder.Journal("live"), "damaged");

        var (_, replaced) = await Restore(folder, replace: true);
        Assert.NotNull(replaced);
        Assert.Equal("damaged", File.ReadAllText(Path.Combine(replaced, "live", "journal.db")));
        Assert.Equal(["journal.db"], Directory.GetFiles(folder.Instance("live")).Select(Path.GetFileName));
        Assert.Empty(LivedIn.Faults(folder));
        using var served = ServedFolder.Open(folder, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance);
        Assert.Contains("in use", (await Assert.ThrowsAsync<FolderHeldException>(() => Restore(folder, replace: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_cut_short_is_not_served_and_is_finished_by_the_next()
    {
        await Restore(Elsewhere);
        Directory.CreateDirectory(Elsewhere.Restoring); // as after a crash at the very end, and before it at every step
        File.Delete(Elsewhere.Control);
        var refused = Assert.Throws<FolderRefusedException>(() => ServedFolder.Open(Elsewhere, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance));
        Assert.Contains("restore", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Elsewhere.Control));

        await Restore(Elsewhere);
        await using var served = await ServedDistrict.Start(Elsewhere.Root);
        Assert.Equal(HttpStatusCode.OK, (await served.Get($"/api/cases/{cases[0]}")).Status);
    }

    [Fact]
    public async Task A_person_erased_since_the_backup_does_not_come_back()
    {
        await using (var served = await ServedDistrict.Start(Data)) await served.Get<IVault>().Erase("live", cases[0]);
        var before = File.ReadAllLines(Path.Combine(Backup, "live", "vault.ndjson")).Single(line => line.Contains(cases[0], StringComparison.Ordinal) && line.Contains("\"report\"", StringComparison.Ordinal));
        var text = JsonNode.Parse(before)!["text"]!.GetValue<string>();

        await Restore(Elsewhere, keysFrom: DataFolder.Resolve(Data).Keys); // the keys' folder as it is now
        Assert.Equal(-1, File.ReadAllBytes(Elsewhere.Journal("live")).AsSpan().IndexOf(Convert.FromBase64String(text)));
        Assert.Empty(LivedIn.Faults(Elsewhere));
        await using var after = await ServedDistrict.Start(Elsewhere.Root);
        Assert.Empty(await after.Get<IVault>().Open("live", cases[0]));
        Assert.NotEmpty(await after.Get<IVault>().Open("live", cases[2]));
    }

    [Fact]
    public async Task Keys_rotated_since_are_found_in_the_copy_although_an_older_one_lies_in_the_folder()
    {
        PrivateFiles.Replace(Elsewhere.Create().KeyFile, File.ReadAllBytes(DataFolder.Resolve(Data).KeyFile));
        await using (var served = await ServedDistrict.Start(Data)) await served.Get<KeyRotation>().Rotate(TestContext.Current.CancellationToken);
        var (rotated, keys) = (Path.Combine(root, "rotated"), Path.Combine(root, "rotated-keys"));
        await new ArchivePlace(DataFolder.Resolve(Data), new SqliteStore()).Backup(rotated, keys, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal([2], ArchiveManifest.Load(rotated).KeyGenerations);
        await Assert.ThrowsAsync<FolderRefusedException>(() => RestoreFrom(rotated, null));
        await RestoreFrom(rotated, keys);
        await using var restored = await ServedDistrict.Start(Elsewhere.Root);
        Assert.NotEmpty(await restored.Get<IVault>().Open("live", cases[0]));

        Task RestoreFrom(string backup, string? keysFrom) => new ArchivePlace(Elsewhere, new SqliteStore()).Restore(backup, keysFrom, replace: true, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_keys_of_another_district_are_not_written_over()
    {
        var strange = DataFolder.Resolve(Path.Combine(root, "strange")).Create();
        KeyFile.Open(strange, isNeeded: false, TimeProvider.System).Dispose();
        var manifest = ArchiveManifest.Load(Backup);
        Assert.Throws<FolderRefusedException>(() => KeptKeys.Copy(DataFolder.Resolve(Data), strange.Keys, manifest, TimeProvider.System));
        KeptKeys.Copy(DataFolder.Resolve(Data), KeptKeysFolder, manifest, TimeProvider.System); // its own, again
        Assert.All(Directory.GetFiles(KeptKeysFolder), file => Assert.False(PrivateFiles.IsOpenToOthers(file), file));
    }

    private Task<(IReadOnlyList<ArchivedInstance> Instances, string? Replaced)> Restore(DataFolder into, bool replace = false) => Restore(into, KeptKeysFolder, replace);

    private Task<(IReadOnlyList<ArchivedInstance> Instances, string? Replaced)> Restore(DataFolder into, string? keysFrom, bool replace = false) =>
        new ArchivePlace(into, new SqliteStore()).Restore(Backup, keysFrom, replace, TimeProvider.System, TestContext.Current.CancellationToken);
}
