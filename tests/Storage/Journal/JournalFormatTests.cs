using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Tests.Storage.Journal;

/// <summary>docs/journal-format.md is computed again from its own text.</summary>
public sealed class JournalFormatTests
{
    private static readonly RealmKeys Keys = new(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());
    private static readonly string[] Lines = File.ReadAllLines(Document());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_worked_example_of_a_rows_hash_comes_out(int column)
    {
        var table = TableAfter("| field | position 1 | position 2 |");
        var row = new RowBytes();
        row.Begin(Convert.FromHexString(table.Single(cells => cells[0] == "previous hash")[column]), Encoding.UTF8.GetBytes(table[0][column]));
        foreach (var cells in table.Skip(1).Take(RowBytes.HashedColumnCount)) row.Add(cells[column]);
        Assert.Equal(RowBytes.HashedColumns.Split(", "), table.Skip(1).Take(RowBytes.HashedColumnCount).Select(cells => cells[0]));
        var hash = new byte[RowBytes.HashBytes];
        row.Hash(hash);
        Assert.Equal(table.Single(cells => cells[0] == "hash")[column], Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void Every_label_has_its_golden_vectors()
    {
        const string key = "a-resident-key-0001", cell = "cell/440306018012-017";
        var caseId = Keys.CaseId("", key);
        var command = Keys.PersonsCommand("", "POST /api/reports", key);
        Deadline due = new("acknowledge", "task-1", new(2031, 5, 6, 4, 30, 0, TimeSpan.Zero), 2);
        string[] computed =
        [
            caseId, Keys.SealedCaseId(caseId), Keys.ReportHash("", key), Keys.Receipt('L', caseId), Keys.ReceiptHash(Keys.Receipt('L', caseId)), command.ToString(),
            Keys.FollowUpCommand(Partition.Open, $"dispute/{caseId}", 1, "place-case", cell, 0).ToString(),
            Keys.DeadlineCommand(Partition.Open, $"dispute/{caseId}", due).ToString(),
            Keys.Body("""{"category":"noise"}"""u8).Hmac.ToString("x32", CultureInfo.InvariantCulture), Keys.SearchHash("138****0000"),
            Keys.VaultRowId(command, 0), Keys.PersonId("worker-1001", "王小明", "13800000001"), Keys.PersonRowId("BSHPQZ31RDG4PBMJ"), Keys.Draw("walk", cell, 3, 1).ToString("R", CultureInfo.InvariantCulture),
        ];
        var vectors = TableAfter("| label | call | result |");
        Assert.Equal(vectors.Select(cells => cells[2]), computed);
        Assert.Equal(TableAfter("| label | subkey |").Select(cells => cells[0]).Order(), vectors.Select(cells => cells[0]).Distinct().Order());
    }

    [Fact]
    public async Task The_store_writes_the_hash_that_the_document_tells()
    {
        await using var trial = new SqliteTrial();
        await trial.Start();
        await trial.Store.Accepted(Commands.On(Commands.Stream("cell/a"), 0, events: 2));
        var previous = new byte[RowBytes.HashBytes];
        foreach (var entry in await trial.Store.All())
        {
            var row = new RowBytes();
            row.Begin(previous, Encoding.UTF8.GetBytes(Commands.Instance));
            foreach (var text in (string[])
                [
                    entry.Stream.Partition.Code(), $"{entry.Position}", entry.Stream.Name, $"{entry.Version}", $"{entry.Ordinal}", Instants.Text(entry.At),
                    Instants.Text(entry.RecordedAt), entry.Command.ToString(), entry.Cause, $"{(int)entry.TieRank}", entry.Name, $"{entry.NameVersion}", entry.Payload,
                ])
                row.Add(text);
            row.Hash(previous);
            Assert.Equal(previous, entry.Hash.ToArray());
        }
    }

    /// <summary>The cells of the table under the given heading, without their quotes.</summary>
    private static List<string[]> TableAfter(string heading) =>
        [.. Lines.SkipWhile(line => line != heading).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())];

    private static string Document([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/journal-format.md");
}
