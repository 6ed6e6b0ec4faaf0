using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;
using Microsoft.Extensions.Logging.Abstractions;
using static GridActors.Tests.Storage.Vault.VaultTrial;

namespace GridActors.Tests.Storage.Vault;

/// <summary>A data folder with a real journal in it, stopped, damaged, restored and started again.</summary>
public sealed class ServedFolderTests : IAsyncLifetime
{
    private readonly TrialFolder trial = new();
    private ServedFolder served = null!;
    private SqliteJournal journal = null!;
    private CaseVault vault = null!;

    private static readonly DateTimeOffset Noon = new(2031, 5, 6, 4, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        trial.Dispose();
    }

    [Fact]
    public async Task Erased_text_key_hashes_and_look_ups_are_in_no_file_of_the_folder()
    {
        const string canary = "CANARY-雀-13800000000";
        var keys = served.Secrets.KeysOf(Live);
        var body = keys.Body("{}"u8);
        using var seal = vault.NewCase(Live, CaseA);
        var row = seal.Row("row-1", ReportText.Field, new ReportText(canary, canary, canary, canary).ToJson());
        var (report, receipt) = (keys.ReportHash("", "key-of-a-resident-0001"), keys.ReceiptHash(keys.Receipt('L', CaseA)));
        await Append(CaseA, 0, body, new([row], [seal.Key],
            [new(Lookup.Report, report, CaseA, Partition.Open), new(Lookup.Receipt, receipt, CaseA, Partition.Open)]));
        var note = await vault.Seal(Live, CaseA, "row-2", "note", canary);
        await Append(CaseA, 1, body, new([note], [], []));
        await Append(CaseB, 0, body, VaultWrites.None);

        byte[][] traces = [row.Text, row.Nonce, note.Text, seal.Key.WrappedKey, Convert.FromHexString(report), Convert.FromHexString(receipt)];
        Assert.All(traces, trace => Assert.NotEqual(0, CountInFiles(trace))); // else finding none afterwards would prove nothing

        await vault.Erase(Live, CaseA);

        Assert.All(traces, trace => Assert.Equal(0, CountInFiles(trace)));
        Assert.Equal(0, CountInFiles("CANARY"u8.ToArray()) + CountInFiles(System.Text.Encoding.Unicode.GetBytes("CANARY")));
        Assert.Equal(2, (await journal.ReadStream(StreamId.Of(Live, Partition.Open, "dispute", CaseA), 0)).Count);
        Assert.False((await journal.FindCommand(StreamId.Of(Live, Partition.Open, "dispute", CaseA), CommandOf(CaseA, 0)))!.Value.Body.Differs(keys.Body("[]"u8)));
        Assert.True((await journal.FindCommand(StreamId.Of(Live, Partition.Open, "dispute", CaseB), CommandOf(CaseB, 0)))!.Value.Body.Differs(keys.Body("[]"u8)));
        await Restart();
        Assert.All(traces, trace => Assert.Equal(0, CountInFiles(trace)));
    }

    [Fact]
    public async Task A_restored_backup_is_noticed_gets_a_new_epoch_and_keeps_the_erased_away()
    {
        using var seal = vault.NewCase(Live, CaseA);
        await Append(CaseA, 0, BodyHash.None, new([seal.Row("row-1", "report", "first")], [seal.Key], []));
        await Stop();
        var backup = File.ReadAllBytes(served.Folder.Journal(Live));
        await Start();
        var epoch = journal.Head(Live, Partition.Open).Epoch;
        await Append(CaseA, 1, BodyHash.None, VaultWrites.None);
        await vault.Erase(Live, CaseA);
        await Stop();
        File.WriteAllBytes(served.Folder.Journal(Live), backup);
        File.WriteAllText(Path.Combine(served.Folder.Instance(Live), "board.checkpoint"), "of the old epoch");

        var opening = await Start();

        Assert.True(opening.Restored);
        Assert.NotEqual(epoch, journal.Head(Live, Partition.Open).Epoch);
        Assert.Equal(1, journal.Head(Live, Partition.Open).Position);
        Assert.Empty(await journal.ReadRows(Live, CaseA));
        Assert.Equal(["journal.db"], Directory.GetFiles(served.Folder.Instance(Live)).Select(file => Path.GetFileName(file)!).Where(name => !name.Contains('-')));
        Assert.False((await Restart()).Restored); // said once
    }

    [Fact]
    public async Task A_restored_journal_that_went_on_past_the_remembered_head_is_noticed_too()
    {
        await Append(CaseA, 0, BodyHash.None, VaultWrites.None);
        await Stop();
        var backup = File.ReadAllBytes(served.Folder.Journal(Live));
        await Start();
        await Append(CaseA, 1, BodyHash.None, VaultWrites.None);
        await Stop();
        var heads = File.ReadAllBytes(served.Folder.Heads);
        File.WriteAllBytes(served.Folder.Journal(Live), backup);
        await Start();
        foreach (var version in Enumerable.Range(0, 5)) await Append(CaseB, version, BodyHash.None, VaultWrites.None);
        await Stop();
        PrivateFiles.Replace(served.Folder.Heads, heads); // as if the keys' folder had been away meanwhile
        Assert.True((await Start()).Restored);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_journal_that_was_lost_or_emptied_is_noticed_as_well(bool isEmptied)
    {
        await Append(CaseA, 0, BodyHash.None, VaultWrites.None);
        await Stop();
        if (isEmptied) File.WriteAllBytes(served.Folder.Journal(Live), []);
        else File.Delete(served.Folder.Journal(Live));
        Assert.True((await Start()).Restored);
        Assert.False((await Restart()).Restored);
    }

    [Fact]
    public async Task An_ordinary_restart_is_no_restore_and_keeps_the_epoch()
    {
        await Append(CaseA, 0, BodyHash.None, VaultWrites.None);
        var head = journal.Head(Live, Partition.Open);
        Assert.False((await Restart()).Restored);
        Assert.Equal(head.Epoch, journal.Head(Live, Partition.Open).Epoch);
        Assert.Equal(head.Hash.ToArray(), journal.Head(Live, Partition.Open).Hash.ToArray());
    }

    [Fact]
    public async Task A_folder_whose_key_file_is_missing_or_another_ones_is_refused()
    {
        await Stop();
        var own = File.ReadAllBytes(served.Folder.KeyFile);
        File.Delete(served.Folder.KeyFile);
        Assert.Contains("--keys", Refused());
        using (TrialFolder other = new())
        {
            KeyFile.Open(other.Data, isNeeded: false, TimeProvider.System).Dispose();
            PrivateFiles.Replace(served.Folder.KeyFile, File.ReadAllBytes(other.Data.KeyFile));
        }
        Assert.Contains("--keys", Refused());
        PrivateFiles.Replace(served.Folder.KeyFile, own);
        await Start();
    }

    [Fact]
    public async Task A_journal_that_the_control_database_does_not_know_is_refused()
    {
        await Stop();
        foreach (var file in Directory.GetFiles(served.Folder.Root, "control.db*")) File.Move(file, file + ".gone");
        Assert.Contains("restore", Refused());
        foreach (var file in Directory.GetFiles(served.Folder.Root, "control.db*")) File.Delete(file[..^(file.EndsWith(".gone", StringComparison.Ordinal) ? 5 : 0)]);
        foreach (var file in Directory.GetFiles(served.Folder.Root, "*.gone")) File.Move(file, file[..^5], overwrite: true);
        await Start();
    }

    [Fact]
    public async Task A_refused_folder_is_let_go_again()
    {
        await Stop();
        File.Move(served.Folder.KeyFile, served.Folder.KeyFile + ".gone");
        Refused();
        File.Move(served.Folder.KeyFile + ".gone", served.Folder.KeyFile);
        await Start();
        Assert.True(FolderLock.IsHeld(trial.Data, out _));
    }

    [Fact]
    public async Task No_file_of_the_folder_is_open_to_other_users()
    {
        await Append(CaseA, 0, BodyHash.None, VaultWrites.None);
        Assert.All(Directory.EnumerateFiles(trial.Data.Root, "*", SearchOption.AllDirectories), file => Assert.False(PrivateFiles.IsOpenToOthers(file), file));
        await Restart();
        await Append(CaseA, 1, BodyHash.None, VaultWrites.None);
        Assert.All(Directory.EnumerateFiles(trial.Data.Root, "*", SearchOption.AllDirectories), file => Assert.False(PrivateFiles.IsOpenToOthers(file), file));
    }

    private string Refused() =>
        Assert.Throws<FolderRefusedException>(() => ServedFolder.Open(trial.Data, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance)).Message;

    private async Task<InstanceOpening> Start()
    {
        served = ServedFolder.Open(trial.Data, new SqliteStore(), "", TimeProvider.System, NullLogger.Instance);
        served.Control.FindOrCreate(Live, RealmKind.Live, null, served.Keys);
        journal = new(trial.Data.Journal);
        var opening = await served.OpenJournal(journal, Live);
        vault = new(journal, served.Keys, served.Secrets, served.Erasures);
        return opening;
    }

    private async Task Stop()
    {
        new HeadsKeeper(served.Heads, journal, () => journal.Instances, TimeProvider.System, NullLogger<HeadsKeeper>.Instance).Save();
        await journal.DisposeAsync();
        served.Dispose();
    }

    private async Task<InstanceOpening> Restart()
    {
        await Stop();
        return await Start();
    }

    private CommandId CommandOf(string caseId, int version) => served.Secrets.KeysOf(Live).PersonsCommand("", caseId, $"{version}");

    private async Task Append(string caseId, int version, BodyHash body, VaultWrites writes) => Assert.Equal(AppendOutcome.Accepted, (await journal.Append(new()
    {
        Stream = StreamId.Of(Live, Partition.Open, "dispute", caseId),
        ExpectedVersion = version,
        Command = CommandOf(caseId, version),
        Body = body,
        At = Noon,
        Cause = "",
        TieRank = TieRank.Act,
        Events = [new NewEvent("trial", 1, "{}", new object())],
        Vault = writes,
    })).Outcome);

    private int CountInFiles(byte[] wanted)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(trial.Data.Root, "*", SearchOption.AllDirectories).Where(file => file != trial.Data.Lock))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            for (var rest = bytes.AsSpan(); rest.IndexOf(wanted) is >= 0 and var at; rest = rest[(at + 1)..]) count++;
        }
        return count;
    }
}
