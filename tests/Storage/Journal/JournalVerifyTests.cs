using GridActors.Journal;
using GridActors.Silo.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Journal;

/// <summary>Whoever changes what happened is found out, and where.</summary>
public sealed class JournalVerifyTests : IAsyncLifetime
{
    private const int Rows = 9;

    private readonly SqliteTrial trial = new();

    public static TheoryData<string, string> Columns => new()
    {
        { "partition", "'sealed'" }, { "position", "position + 1000" }, { "stream", "'cell/other'" }, { "version", "version + 1000" }, { "ordinal", "7" },
        { "at", "'2031-05-06T04:00:00.000001Z'" }, { "recordedAt", "'2031-05-06T04:00:00.000001Z'" }, { "commandId", "'00000000000000000000000000000000'" },
        { "cause", "'dispute/X@1'" }, { "tieRank", "0" }, { "name", "'nothing-happened'" }, { "nameVersion", "2" }, { "payload", "'{}'" }, { "hash", "zeroblob(32)" },
    };

    public async ValueTask InitializeAsync()
    {
        await trial.Start();
        for (var n = 0; n < Rows; n++)
            await trial.Store.Accepted(On(Stream($"cell/{n % 2}"), n / 2) with { Armed = [new("visit", "", Noon.AddDays(n), n / 2 + 1)] });
    }

    public ValueTask DisposeAsync() => trial.DisposeAsync();

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_changed_column_is_named_in_the_first_a_middle_and_the_last_row(string column, string value)
    {
        foreach (var position in (ReadOnlySpan<int>)[1, Rows / 2, Rows])
        {
            var copy = Copy();
            Tamper(copy, $"UPDATE entries SET {column} = {value} WHERE partition = 'open' AND position = {position}");
            Assert.StartsWith($"position {position}:", Verify(copy).Faults[0]);
        }
    }

    [Fact]
    public void An_untouched_journal_is_whole_beside_its_running_service()
    {
        var answer = Verify(trial.Path);
        Assert.Empty(answer.Faults);
        Assert.Equal(Rows, answer.Position);
    }

    [Fact]
    public void A_removed_row_is_named()
    {
        foreach (var position in (ReadOnlySpan<int>)[1, Rows / 2, Rows])
        {
            var copy = Copy();
            Tamper(copy, $"DELETE FROM entries WHERE position = {position}");
            Assert.StartsWith($"position {position}:", Verify(copy).Faults[0]);
        }
    }

    [Fact]
    public async Task A_cut_tail_is_noticed_by_a_head_noted_earlier()
    {
        var all = await trial.Store.All();
        HeadMark noted = new(Partition.Open, Rows, all[^1].Hash);
        var copy = Copy();
        Tamper(copy, $"DELETE FROM entries WHERE position = {Rows}; UPDATE heads SET position = {Rows - 1}, hash = x'{Convert.ToHexString(all[^2].Hash.Span)}' WHERE partition = 'open'");
        Tamper(copy, $"DELETE FROM due WHERE dueAt = '{Instants.Text(Noon.AddDays(Rows - 1))}'");
        Assert.Empty(Verify(copy).Faults);
        Assert.StartsWith($"position {Rows}:", Assert.Single(Verify(copy, noted).Faults));
        Assert.Empty(Verify(trial.Path, noted).Faults);
        Assert.StartsWith("position 1:", Assert.Single(Verify(trial.Path, noted with { Position = 1 }).Faults));
    }

    [Fact]
    public void A_wrong_due_row_is_named()
    {
        var copy = Copy();
        Tamper(copy, $"UPDATE due SET armedBy = 77 WHERE dueAt = '{Instants.Text(Noon)}'");
        Assert.Equal(["due: cell/0 lacks visit at 2031-05-06T04:00:00.000000Z, armed by version 1",
            "due: cell/0 has visit at 2031-05-06T04:00:00.000000Z, armed by version 77, which its events do not arm"], Verify(copy).Faults);
    }

    [Fact]
    public async Task A_vault_row_that_is_neither_kept_nor_erased_is_named()
    {
        NewEvent mentions = new("thing-happened", 1, """{"textRow":"row-CASE1","deskRows":["row-CASE2","row-CASE3"],"actor":{"desk":"row-CASE4"}}""", new());
        await trial.Store.Accepted(Report("CASE1", "key1") with { Events = [mentions], Armed = [] });
        var faults = Verify(trial.Path, erased: "row-CASE2").Faults;
        Assert.Equal(
            ["vault: row row-CASE3, mentioned at position 10, is neither kept nor erased", "vault: row row-CASE4, mentioned at position 10, is neither kept nor erased"], faults);
    }

    [Fact]
    public async Task An_export_has_every_entry_under_its_head()
    {
        using var output = new MemoryStream();
        using var tables = SqliteTables.Read(trial.Path);
        Assert.Equal(Rows, JournalExport.Write(Instance, tables, Partition.Open, "abc", output));
        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Rows + 1, lines.Length);
        using var first = System.Text.Json.JsonDocument.Parse(lines[1]);
        var entry = (await trial.Store.All())[0];
        Assert.Equal(entry.Payload, first.RootElement.GetProperty("payload").GetString());
        Assert.Equal(Convert.ToHexStringLower(entry.Hash.Span), first.RootElement.GetProperty("hash").GetString());
    }

    private static VerifyAnswer Verify(string path, HeadMark? expect = null, string erased = "") => JournalVerify.Run(new(Instance, path, Partition.Open)
    {
        Expect = expect,
        VaultRowsIn = VaultMentions.In,
        IsErased = rowId => rowId == erased,
        // Each of these entries armed one visit, as many days after noon as its place among all.
        ArmedAfter = (_, entries) => [.. entries.Where(entry => entry.Position <= Rows).Select(entry => new Deadline("visit", "", Noon.AddDays(entry.Position - 1), entry.Version))],
    });

    private string Copy()
    {
        var copy = Path.Combine(Path.GetDirectoryName(trial.Path)!, Path.GetRandomFileName() + ".db");
        trial.Tamper($"VACUUM INTO '{copy}'");
        return copy;
    }

    private static void Tamper(string path, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
