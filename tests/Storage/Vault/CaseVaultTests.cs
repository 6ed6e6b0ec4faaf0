using System.Text;
using CsCheck;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using static GridActors.Tests.Storage.Vault.VaultTrial;

namespace GridActors.Tests.Storage.Vault;

public sealed class CaseVaultTests : IDisposable
{
    private readonly VaultTrial trial = new();

    [Fact]
    public async Task What_was_told_can_be_read_again_also_after_a_restart()
    {
        trial.Report(CaseA, "楼上漏水 💧");
        Assert.Equal([new OpenedRow("row-" + CaseA, "report", "楼上漏水 💧")], await trial.Vault.Open(Live, CaseA));
        trial.Restart();
        Assert.Equal("楼上漏水 💧", Assert.Single(await trial.Vault.Open(Live, CaseA)).Text);
    }

    [Fact]
    public void Any_text_comes_back_as_it_was()
    {
        using var seal = trial.Vault.NewCase(Live, CaseA);
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text => seal.Open(seal.Row("r", "note", text)).Text == text, threads: 1); // a seal is for one thread
    }

    [Fact]
    public void Nothing_of_the_text_stands_in_the_row_and_no_two_rows_look_alike()
    {
        using var seal = trial.Vault.NewCase(Live, CaseA);
        var (first, second) = (seal.Row("r", "note", "canary in clear"), seal.Row("r", "note", "canary in clear"));
        Assert.Equal(-1, first.Text.AsSpan().IndexOf(Encoding.UTF8.GetBytes("canary")));
        Assert.NotEqual(first.Text, second.Text);
        Assert.NotEqual(first.Nonce, second.Nonce);
    }

    [Fact]
    public async Task A_later_note_is_sealed_under_the_cases_own_key_read_once()
    {
        trial.Report(CaseA, "first");
        foreach (var n in Enumerable.Range(0, 3)) trial.Table.Store(Live, null, await trial.Vault.Seal(Live, CaseA, $"note-{n}", "note", $"later {n}"));
        Assert.Equal(1, trial.Table.KeyReads);
        Assert.Equal(["later 0", "later 1", "later 2"], (await trial.Vault.Open(Live, CaseA, ["note"])).Select(row => row.Text));
    }

    [Fact]
    public async Task A_resends_unused_key_does_no_harm()
    {
        trial.Report(CaseA, "first");
        trial.Vault.NewCase(Live, CaseA).Dispose(); // the same report again: the store keeps the first key
        trial.Table.Store(Live, null, await trial.Vault.Seal(Live, CaseA, "note-1", "note", "later"));
        Assert.Equal(["later", "first"], (await trial.Vault.Open(Live, CaseA)).Select(row => row.Text));
    }

    public static TheoryData<string, Func<VaultRow, VaultRow>> Tampering => new()
    {
        { "moved to another field", row => row with { Field = "note" } },
        { "moved to another row", row => row with { RowId = "row-x" } },
        { "another nonce", row => row with { Nonce = new byte[12] } },
        { "no nonce", row => row with { Nonce = [] } },
        { "a bit flipped", row => row with { Text = [(byte)(row.Text[0] ^ 1), .. row.Text[1..]] } },
        { "its end cut", row => row with { Text = row.Text[..^1] } },
        { "emptied", row => row with { Text = [] } },
    };

    [Theory, MemberData(nameof(Tampering), DisableDiscoveryEnumeration = true)]
    public async Task A_row_that_was_tampered_with_does_not_open(string how, Func<VaultRow, VaultRow> tamper)
    {
        var row = trial.Report(CaseA, "first");
        trial.Table.Rows.Clear();
        trial.Table.Store(Live, null, tamper(row));
        var refused = await Assert.ThrowsAsync<VaultRefusedException>(async () => await trial.Vault.Open(Live, CaseA));
        Assert.DoesNotContain("first", refused.Message + how);
    }

    [Fact]
    public async Task A_row_moved_to_another_case_does_not_open()
    {
        var row = trial.Report(CaseA, "first");
        trial.Report(CaseB, "second");
        trial.Table.Store(Live, null, row with { CaseId = CaseB });
        await Assert.ThrowsAsync<VaultRefusedException>(async () => await trial.Vault.Open(Live, CaseB));
    }

    [Fact]
    public async Task A_row_moved_with_its_key_to_another_case_or_instance_does_not_open()
    {
        var row = trial.Report(CaseA, "first");
        var key = trial.Table.Keys[(Live, CaseA)];
        trial.Table.Store(Live, key with { CaseId = CaseB }, row with { CaseId = CaseB });
        trial.Table.Store("drill-a", key, row);
        await Assert.ThrowsAsync<VaultRefusedException>(async () => await trial.Vault.Open(Live, CaseB));
        await Assert.ThrowsAsync<VaultRefusedException>(async () => await trial.Vault.Open("drill-a", CaseA));
    }

    [Fact]
    public async Task Looking_is_written_down_before_anything_is_answered()
    {
        var row = trial.Report(CaseA, "first");
        trial.Table.Rows[(Live, row.RowId)] = row with { Text = [] }; // so that opening fails
        AccessRow access = new("desk-1", "handling", CaseA, "report", DateTimeOffset.UnixEpoch);
        await Assert.ThrowsAsync<VaultRefusedException>(async () => await trial.Vault.Reveal(Live, access, ["report"]));
        Assert.Equal([access], trial.Table.Accesses);
    }

    [Fact]
    public async Task A_sealed_twin_has_the_texts_under_its_own_key_and_row_ids()
    {
        var original = trial.Report(CaseA, "first");
        CommandId command = new RealmSecrets(trial.Control, trial.Keys).KeysOf(Live).PersonsCommand("", "seal", "a-key-of-an-operator");
        var copy = await trial.Vault.CopyToSealed(Live, CaseA, CaseB, command);
        trial.Table.Store(Live, copy.Key, copy.Rows);
        var twin = Assert.Single(await trial.Vault.Open(Live, CaseB));
        Assert.Equal(("report", "first"), (twin.Field, twin.Text));
        Assert.Equal(twin.RowId, copy.NewRowIds[original.RowId]);
        Assert.NotEqual(original.RowId, twin.RowId);
        Assert.Equal("first", Assert.Single(await trial.Vault.Open(Live, CaseA)).Text);
        await trial.Vault.Erase(Live, CaseA);
        Assert.Equal("first", Assert.Single(await trial.Vault.Open(Live, CaseB)).Text);
    }

    [Fact]
    public async Task A_packed_report_comes_back_whole()
    {
        ReportText told = new("噪音 \"太大\" <b>", "张伟", "19900000000", "3栋1201", new(113.812345, 22.712345));
        using var seal = trial.Vault.NewCase(Live, CaseA);
        trial.Table.Store(Live, seal.Key, seal.Row("r", ReportText.Field, told.ToJson()));
        Assert.Equal(told, ReportText.Parse(Assert.Single(await trial.Vault.Open(Live, CaseA)).Text));
        Assert.Equal("""{"text":"x"}""", Encoding.UTF8.GetString(new ReportText("x").ToJson()));
        Assert.Equal(new ReportText("x"), ReportText.Parse("""{"text":"x"}"""));
    }

    public void Dispose() => trial.Dispose();
}
