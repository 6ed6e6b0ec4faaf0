using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>A data folder and the database it belongs to: what does not fit together is refused, what a crash left is found.</summary>
public sealed class PostgresFolderTests(PostgresServer server) : IAsyncLifetime
{
    private const string Live = "live", Demo = "demo";
    private const ulong Seed = 1;

    private readonly TrialFolder trial = new();
    private PostgresDatabase database = null!;
    private PostgresStore store = null!;

    private DataFolder Folder => store.FolderOf(trial.Data);

    public async ValueTask InitializeAsync()
    {
        database = await server.NewDatabase();
        store = new() { Connection = database.App, OwnerConnection = database.Owner };
        await store.Prepare(TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        trial.Dispose();
    }

    [Fact]
    public void A_database_whose_key_file_is_missing_or_another_ones_is_refused_and_let_go()
    {
        using (var served = Open()) served.Control.FindOrCreate(Live, RealmKind.Live, null, served.Keys);
        var own = File.ReadAllBytes(Folder.KeyFile);
        File.Delete(Folder.KeyFile);
        Assert.Contains("--keys", Refused());
        using (TrialFolder other = new())
        {
            KeyFile.Open(other.Data, isNeeded: false, TimeProvider.System).Dispose();
            PrivateFiles.Replace(Folder.KeyFile, File.ReadAllBytes(other.Data.KeyFile));
        }
        Assert.Contains("--keys", Refused());
        PrivateFiles.Replace(Folder.KeyFile, own);
        Open().Dispose();
    }

    [Fact]
    public async Task A_journal_that_the_control_table_does_not_know_is_refused()
    {
        using (var served = Open())
        {
            served.Control.FindOrCreate(Live, RealmKind.Live, null, served.Keys);
            await using var journals = Journals(served);
            await served.OpenJournal(journals, Live);
        }
        await PostgresServer.Execute(database.Owner, "DELETE FROM control.control");
        Assert.Contains("Put all of it back", Refused());
    }

    [Fact]
    public async Task What_a_crash_left_of_a_dropped_instance_is_found_and_goes_with_its_snapshots_and_files()
    {
        using var served = Open();
        await using var journals = Journals(served);
        var first = served.Control.FindOrCreate(Demo, RealmKind.Demo, Seed, served.Keys).Instance;
        await served.OpenJournal(journals, first);
        served.Control.MakeCurrent(served.Control.Create(Demo, RealmKind.Demo, Seed, served.Keys).Instance);
        Assert.Empty(served.Store.Leftovers());
        served.Control.Drop(first); // and here the process ends

        Assert.Equal([first], served.Store.Leftovers());
        await journals.Drop(first);
        Assert.Equal([first], served.Store.Leftovers()); // its folder
        served.Forget(first);
        Assert.Empty(served.Store.Leftovers());
        Assert.False(Directory.Exists(Folder.Instance(first)));
    }

    [Fact]
    public async Task One_folder_serves_either_store_and_neither_mistakes_the_others_heads_for_its_own()
    {
        using (var files = OpenFiles())
        {
            files.Control.FindOrCreate(Live, RealmKind.Live, null, files.Keys);
            files.Heads.Note(Live, Partition.Open, new(7, new byte[32], "e", false));
            files.Heads.Save();
        }
        using var served = Open();
        served.Control.FindOrCreate(Live, RealmKind.Live, null, served.Keys);
        await using var journals = Journals(served);
        Assert.False((await served.OpenJournal(journals, Live)).Restored);
        served.Heads.Note(Live, Partition.Open, new(3, new byte[32], "e", false));
        served.Heads.Save();
        await served.Keys.Rotate(_ => default, TestContext.Current.CancellationToken);
        Assert.Contains("two districts", Assert.Throws<FolderRefusedException>(() => served.Keys.DestroyRetired(TimeSpan.FromDays(-1))).Message);
        Assert.All(Directory.EnumerateDirectories(trial.Data.Root, "*", SearchOption.AllDirectories), folder => Assert.False(PrivateFiles.IsOpenToOthers(folder), folder));
    }

    private static IJournalStore Journals(ServedFolder served) => served.Store.OpenJournals(TimeProvider.System, NullLoggerFactory.Instance);

    private ServedFolder Open() => ServedFolder.Open(Folder, store, "", TimeProvider.System, NullLogger.Instance);

    [Fact]
    public void A_folder_of_a_database_is_not_taken_for_an_empty_one()
    {
        using (var served = Open())
        {
            served.Heads.Note(Live, Partition.Open, new(7, new byte[32], "e", false));
            served.Heads.Save();
        }
        Assert.Contains("--store postgres", Assert.Throws<FolderRefusedException>(OpenFiles).Message);
        Assert.False(File.Exists(Folder.Control));
    }

    private ServedFolder OpenFiles() => ServedFolder.Open(trial.Data, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance);

    private string Refused() => Assert.Throws<FolderRefusedException>(Open).Message;
}
