using System.Globalization;
using System.IO.Compression;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using GridActors.Tests.Habits;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Storage.Folder;

/// <summary>
/// Data that older builds wrote, stored in <c>tests/StoredFormats</c>, is read for ever: <c>journal.1.db.gz</c> is a journal from before streams had numbers,
/// <c>folder.2.zip</c> a folder from before journals had a number for their format.
/// </summary>
public sealed class StoredFormatsTests : IDisposable
{
    private const string CaseA = "AAAAAAAAAAAAAAAA", CaseB = "BBBBBBBBBBBBBBBB";

    private readonly TrialFolder trial = new();

    private string Path => trial.Data.Journal("live");

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task A_journal_from_before_streams_had_numbers_is_brought_up_with_every_row_of_it()
    {
        Unpack();
        var before = ContractRows(Path);
        Assert.Throws<FolderRefusedException>(() => SqliteTables.Read(Path)); // those who only read do not migrate
        await using (SqliteJournal journal = new(_ => Path))
        {
            Assert.Equal(new InstanceOpening(false, false), await journal.Open("live") with { Open = default, Sealed = default });
            Assert.Equal("open 2, sealed 1", $"open {journal.Head("live", Partition.Open).Position}, sealed {journal.Head("live", Partition.Sealed).Position}");
            Assert.Equal(BodyHash.CanonicalJson, (await journal.FindCommand(StreamId.Of("live", Partition.Open, "dispute", CaseA), CommandOf(1)))!.Value.Body.Form);
            Assert.Equal("row-roster", (await journal.ReadRows("live", "roster-1")).Single().RowId);
            Assert.Equal([CaseA, CaseB, "CCCCCCCCCCCCCCCC", "roster-1"], (await journal.ReadKeys("live", "", 10)).Select(key => key.CaseId));
            await journal.EraseCase("live", CaseB);
            Assert.Empty(await journal.ReadRows("live", CaseB));
        }
        Unpack();
        await using (SqliteJournal journal = new(_ => Path)) await journal.Open("live");
        Assert.Equal(before, ContractRows(Path));
        Assert.Equal(JournalFormat.Current, FormatOf(Path));
        Assert.Empty(Faults());
    }

    [Fact]
    public async Task A_migration_that_is_cut_short_leaves_the_journal_as_it_was()
    {
        Unpack();
        var before = ContractRows(Path);
        Execute(Path, "CREATE TABLE lookupRows (kind INTEGER NOT NULL)"); // in its way: the step fails in its middle
        await using (SqliteJournal journal = new(_ => Path)) await Assert.ThrowsAnyAsync<Exception>(async () => await journal.Open("live"));
        Execute(Path, "DROP TABLE lookupRows");
        Assert.Equal(0, FormatOf(Path));
        Assert.Equal(before, ContractRows(Path));
        await using (SqliteJournal journal = new(_ => Path)) await journal.Open("live");
        Assert.Equal(before, ContractRows(Path));
    }

    [Fact]
    public async Task A_folder_from_before_journals_had_a_number_is_served_and_its_texts_are_read()
    {
        Extract();
        using (var served = ServedFolder.Open(trial.Data, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance))
        await using (var journal = served.Store.OpenJournals(TimeProvider.System, NullLoggerFactory.Instance))
        {
            Assert.False((await served.OpenJournal(journal, "live")).Restored);
            CaseVault vault = new(journal, served.Keys, served.Secrets, served.Erasures);
            Assert.Equal("Wei Xiaolan", ReportText.Parse((await vault.Open("live", "HFJG4M3CPH4MW43B")).Single(row => row.Field == ReportText.Field).Text).Name);
        }
        Assert.Equal(JournalFormat.Current, FormatOf(Path));
        Assert.Empty(Faults());
    }

    [Theory]
    [InlineData("control.db"), InlineData("live/journal.db")]
    public async Task A_newer_folder_or_journal_is_refused_with_advice_and_not_touched(string file)
    {
        Extract();
        var path = System.IO.Path.Combine(trial.Data.Root, file);
        Execute(path, "PRAGMA user_version = 99");
        var before = File.ReadAllBytes(path);
        var refused = await Assert.ThrowsAsync<FolderRefusedException>(async () =>
        {
            using var served = ServedFolder.Open(trial.Data, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance);
            await using var journal = served.Store.OpenJournals(TimeProvider.System, NullLoggerFactory.Instance);
            await served.OpenJournal(journal, "live");
        });
        Assert.Contains("newer build", refused.Message, StringComparison.Ordinal);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
        Assert.Throws<FolderRefusedException>(() => FolderSource.Open(trial.Data, TimeProvider.System).Dispose());
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private static CommandId CommandOf(int n) => new((UInt128)n << 64 | 7);

    private static string Stored(string name) => System.IO.Path.Combine(Repository.Root, "tests", "StoredFormats", name);

    private void Unpack()
    {
        trial.Data.CreateInstance("live");
        foreach (var file in Directory.GetFiles(trial.Data.Instance("live"))) File.Delete(file);
        using GZipStream from = new(File.OpenRead(Stored("journal.1.db.gz")), CompressionMode.Decompress);
        using var to = File.Create(Path);
        from.CopyTo(to);
    }

    private void Extract()
    {
        ZipFile.ExtractToDirectory(Stored("folder.2.zip"), trial.Data.Root);
        PrivateFiles.CloseFiles(trial.Data.Keys, "");
    }

    private IReadOnlyList<string> Faults() => [.. ((Partition[])[Partition.Open, Partition.Sealed]).SelectMany(partition => JournalVerify.Run(new("live", () => SqliteTables.Read(Path), partition)
    {
        ArmedAfter = StreamDeadlines.After,
        VaultRowsIn = VaultMentions.In,
        IsErased = _ => false,
    }).Faults)];

    /// <summary>Every row of every table by the contract's columns; tables of one format are views of the other.</summary>
    private static IReadOnlyList<string> ContractRows(string path)
    {
        List<string> rows = [];
        using var connection = Connect(path);
        foreach (var (name, columns) in ArchiveTable.All.Select(table => (table.Name, table.Columns.Select(column => column.Name))).Append(("heads", ["partition", "position", "hash", "epoch", "closed"])))
        {
            using var read = connection.CreateCommand();
            read.CommandText = $"SELECT {string.Join(" || '|' || ", columns.Select(column => $"quote({column})"))} FROM {name} ORDER BY 1";
            using var reader = read.ExecuteReader();
            while (reader.Read()) rows.Add($"{name}: {reader.GetString(0)}");
        }
        return rows;
    }

    private static int FormatOf(string path)
    {
        using var connection = Connect(path);
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(read.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
