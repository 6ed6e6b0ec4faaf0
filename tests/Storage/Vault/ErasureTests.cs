using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using static GridActors.Tests.Storage.Vault.VaultTrial;

namespace GridActors.Tests.Storage.Vault;

public sealed class ErasureTests : IDisposable
{
    private readonly VaultTrial trial = new();

    [Fact]
    public async Task An_erased_case_is_gone_also_from_memory_and_takes_no_more_text()
    {
        trial.Report(CaseA, "first");
        trial.Report(CaseB, "second");
        await trial.Vault.Open(Live, CaseA);
        await trial.Vault.Erase(Live, CaseA);
        Assert.Empty(await trial.Vault.Open(Live, CaseA));
        await Assert.ThrowsAsync<CaseErasedException>(async () => await trial.Vault.Seal(Live, CaseA, "n", "note", "again"));
        Assert.Equal("second", Assert.Single(await trial.Vault.Open(Live, CaseB)).Text);
        Assert.Equal((Live, CaseB), Assert.Single(trial.Table.Keys).Key);
    }

    [Fact]
    public async Task A_restored_backup_does_not_bring_a_person_back()
    {
        trial.Report(CaseA, "first");
        var (rows, keys) = (trial.Table.Rows.ToArray(), trial.Table.Keys.ToArray());
        await trial.Vault.Erase(Live, CaseA);
        foreach (var row in rows) trial.Table.Rows[row.Key] = row.Value;
        foreach (var key in keys) trial.Table.Keys[key.Key] = key.Value;
        trial.Restart();
        Assert.Equal(1, await trial.Erasures.Replay(Live, trial.Table));
        Assert.Empty(trial.Table.Rows);
        Assert.Empty(trial.Table.Keys);
    }

    [Fact]
    public async Task Even_before_the_replay_a_restored_case_stays_shut()
    {
        trial.Report(CaseA, "first");
        var keys = trial.Table.Keys.ToArray();
        await trial.Vault.Erase(Live, CaseA);
        foreach (var key in keys) trial.Table.Keys[key.Key] = key.Value;
        trial.Restart();
        await Assert.ThrowsAsync<CaseErasedException>(async () => await trial.Vault.Seal(Live, CaseA, "n", "note", "again"));
    }

    [Fact]
    public async Task The_log_names_every_erased_row_and_can_be_asked_by_row_and_case()
    {
        var row = trial.Report(CaseA, "first");
        await trial.Vault.Erase(Live, CaseA);
        await trial.Vault.Erase(Live, CaseB); // a case without text
        trial.Restart();
        Assert.True(trial.Erasures.IsErased(Live, row.RowId));
        Assert.False(trial.Erasures.IsErased("drill-a", row.RowId));
        Assert.True(trial.Erasures.IsCaseErased(Live, CaseB));
        Assert.False(PrivateFiles.IsOpenToOthers(trial.Data.ErasureLog));
        Assert.All(File.ReadAllLines(trial.Data.ErasureLog), line => Assert.Equal(4, line.Split(' ').Length));
    }

    [Fact]
    public async Task A_line_cut_short_by_a_crash_is_forgotten_and_the_log_goes_on()
    {
        await trial.Vault.Erase(Live, CaseA);
        File.AppendAllText(trial.Data.ErasureLog, $"{Live} {CaseB} row");
        trial.Restart();
        Assert.False(trial.Erasures.IsCaseErased(Live, CaseB));
        await trial.Vault.Erase(Live, CaseB);
        trial.Restart();
        Assert.True(trial.Erasures.IsCaseErased(Live, CaseA) && trial.Erasures.IsCaseErased(Live, CaseB));
    }

    [Fact]
    public void A_damaged_log_is_refused_rather_than_forgotten()
    {
        File.WriteAllText(trial.Data.ErasureLog, "not a line of ours\nat all\n");
        Assert.Throws<FolderRefusedException>(() => ErasureLog.Open(trial.Data, TimeProvider.System));
    }

    [Fact]
    public void Ids_with_spaces_never_reach_the_log()
    {
        Assert.Throws<ArgumentException>(() => trial.Erasures.Append(Live, "two words", []));
        Assert.Throws<ArgumentException>(() => trial.Erasures.Append(Live, CaseA, ["a\nb"]));
        Assert.False(File.Exists(trial.Data.ErasureLog));
    }

    public void Dispose() => trial.Dispose();
}
