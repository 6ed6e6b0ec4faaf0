using GridActors.Journal;
using GridActors.Silo.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Journal;

/// <summary>Whoever changes what happened is found out, and where, on every store.</summary>
public abstract class JournalVerifySuite(IStoreUnderTrial trial) : IAsyncLifetime
{
    private const int Rows = 9;

    public static TheoryData<string, string> Columns => new()
    {
        { "partition", "'sealed'" }, { "position", "position + 1000" }, { "stream", "'cell/other'" }, { "version", "version + 1000" }, { "ordinal", "7" },
        { "at", "'2031-05-06T04:00:00.000001Z'" }, { "recordedAt", "'2031-05-06T04:00:00.000001Z'" }, { "commandId", "'00000000000000000000000000000000'" },
        { "cause", "'dispute/X@1'" }, { "tieRank", "0" }, { "name", "'nothing-happened'" }, { "nameVersion", "2" }, { "payload", "'{}'" }, { "hash", "(SELECT hash FROM heads WHERE partition = 'sealed')" },
    };

    public async ValueTask InitializeAsync()
    {
        await trial.Start();
        for (var n = 0; n < Rows; n++)
            await trial.Store.Accepted(On(Stream($"cell/{n % 2}"), n / 2) with { Armed = [new("visit", "", Noon.AddDays(n), n / 2 + 1)] });
    }

    public async ValueTask DisposeAsync()
    {
        await trial.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_changed_column_is_named_in_the_first_a_middle_and_the_last_row(string column, string value)
    {
        foreach (var position in (int[])[1, Rows / 2, Rows])
        {
            using var tampered = await trial.Tampered($"UPDATE entries SET {column} = {value} WHERE partition = 'open' AND position = {position}");
            Assert.StartsWith($"position {position}:", Verify(tampered).Faults[0]);
        }
    }

    [Fact]
    public void An_untouched_journal_is_whole_beside_its_running_service()
    {
        var answer = Verify(trial.Read());
        Assert.Empty(answer.Faults);
        Assert.Equal(Rows, answer.Position);
    }

    [Fact]
    public async Task A_removed_row_is_named()
    {
        foreach (var position in (int[])[1, Rows / 2, Rows])
        {
            using var tampered = await trial.Tampered($"DELETE FROM entries WHERE position = {position}");
            Assert.StartsWith($"position {position}:", Verify(tampered).Faults[0]);
        }
    }

    [Fact]
    public async Task A_cut_tail_is_noticed_by_a_head_noted_earlier()
    {
        var all = await trial.Store.All();
        HeadMark noted = new(Partition.Open, Rows, all[^1].Hash);
        var cut = $"""
            UPDATE heads SET position = {Rows - 1}, hash = (SELECT hash FROM entries WHERE partition = 'open' AND position = {Rows - 1}) WHERE partition = 'open';
            DELETE FROM entries WHERE position = {Rows}; DELETE FROM due WHERE dueAt = '{Instants.Text(Noon.AddDays(Rows - 1))}'
            """;
        using (var tampered = await trial.Tampered(cut)) Assert.Empty(Verify(tampered).Faults);
        using (var tampered = await trial.Tampered(cut)) Assert.StartsWith($"position {Rows}:", Assert.Single(Verify(tampered, noted).Faults));
        Assert.Empty(Verify(trial.Read(), noted).Faults);
        Assert.StartsWith("position 1:", Assert.Single(Verify(trial.Read(), noted with { Position = 1 }).Faults));
    }

    [Fact]
    public async Task A_wrong_due_row_is_named()
    {
        using var tampered = await trial.Tampered($"UPDATE due SET armedBy = 77 WHERE dueAt = '{Instants.Text(Noon)}'");
        Assert.Equal(["due: cell/0 lacks visit at 2031-05-06T04:00:00.000000Z, armed by version 1",
            "due: cell/0 has visit at 2031-05-06T04:00:00.000000Z, armed by version 77, which its events do not arm"], Verify(tampered).Faults);
    }

    [Fact]
    public async Task A_vault_row_that_is_neither_kept_nor_erased_is_named()
    {
        NewEvent mentions = new("thing-happened", 1, """{"textRow":"row-CASE1","deskRows":["row-CASE2","row-CASE3"],"actor":{"desk":"row-CASE4"}}""", new());
        await trial.Store.Accepted(Report("CASE1", "key1") with { Events = [mentions], Armed = [] });
        var faults = Verify(trial.Read(), erased: "row-CASE2").Faults;
        Assert.Equal(
            ["vault: row row-CASE3, mentioned at position 10, is neither kept nor erased", "vault: row row-CASE4, mentioned at position 10, is neither kept nor erased"], faults);
    }

    [Fact]
    public async Task An_export_has_every_entry_under_its_head()
    {
        using var output = new MemoryStream();
        using var tables = trial.Read();
        Assert.Equal(Rows, JournalExport.Write(Instance, tables, Partition.Open, "abc", output));
        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Rows + 1, lines.Length);
        using var first = System.Text.Json.JsonDocument.Parse(lines[1]);
        var entry = (await trial.Store.All())[0];
        Assert.Equal(entry.Payload, first.RootElement.GetProperty("payload").GetString());
        Assert.Equal(Convert.ToHexStringLower(entry.Hash.Span), first.RootElement.GetProperty("hash").GetString());
    }

    private static VerifyAnswer Verify(IStoredTables tables, HeadMark? expect = null, string erased = "") => JournalVerify.Run(new(Instance, () => tables, Partition.Open)
    {
        Expect = expect,
        VaultRowsIn = VaultMentions.In,
        IsErased = rowId => rowId == erased,
        // Each of these entries armed one visit, as many days after noon as its place among all.
        ArmedAfter = (_, entries) => [.. entries.Where(entry => entry.Position <= Rows).Select(entry => new Deadline("visit", "", Noon.AddDays(entry.Position - 1), entry.Version))],
    });
}

public sealed class SqliteVerifyTests() : JournalVerifySuite(new SqliteTrial());
