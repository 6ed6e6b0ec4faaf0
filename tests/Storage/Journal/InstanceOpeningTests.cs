using GridActors.Journal;
using GridActors.Silo.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Journal;

/// <summary>What is looked at before a journal is opened for writing, on every store.</summary>
public abstract class InstanceOpeningSuite(IStoreUnderTrial trial) : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await trial.Start();
        for (var version = 0; version < 5; version++) await trial.Store.Accepted(On(Stream("cell/a"), version));
    }

    public async ValueTask DisposeAsync()
    {
        await trial.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_journal_at_or_past_its_known_head_keeps_its_epoch()
    {
        var head = trial.Store.Head(Instance, Partition.Open);
        await trial.Store.Accepted(On(Stream("cell/a"), 5));
        var opening = await trial.Reopen(new() { Known = [new(Partition.Open, head.Position, head.Hash)] });
        Assert.False(opening.Restored || opening.StoppedUncleanly);
        Assert.Equal((6, head.Epoch), (opening.Open.Position, opening.Open.Epoch));
    }

    [Fact]
    public async Task An_older_copy_put_back_is_noticed_and_begins_a_new_epoch()
    {
        var before = trial.Store.Head(Instance, Partition.Open);
        HeadMark ahead = new(Partition.Open, before.Position + 3, new byte[32]), unlike = new(Partition.Open, 2, new byte[32]);
        foreach (var mark in (HeadMark[])[ahead, unlike])
        {
            var opening = await trial.Reopen(new() { Known = [mark] });
            Assert.True(opening.Restored);
            Assert.NotEqual(before.Epoch, opening.Open.Epoch);
            Assert.Equal(before.Position, opening.Open.Position);
        }
        await trial.Store.Accepted(On(Stream("cell/a"), 5));
    }

    [Theory]
    [InlineData("UPDATE heads SET position = 4 WHERE partition = 'open'")]
    [InlineData("UPDATE heads SET hash = (SELECT hash FROM heads WHERE partition = 'sealed') WHERE partition = 'open'")]
    [InlineData("UPDATE entries SET payload = '{}' WHERE position = 3")]
    [InlineData("DELETE FROM entries WHERE position = 5")]
    public async Task A_journal_that_contradicts_itself_is_not_opened(string sql)
    {
        var damaged = await Assert.ThrowsAsync<JournalDamagedException>(async () => await trial.Reopen(null, () => trial.Tamper(sql)));
        Assert.Contains("restore", damaged.Message);
    }

    [Fact]
    public async Task Only_the_chain_since_the_known_head_is_walked()
    {
        var head = trial.Store.Head(Instance, Partition.Open);
        var opening = await trial.Reopen(
            new() { Known = [new(Partition.Open, head.Position, head.Hash)] }, () => trial.Tamper("UPDATE entries SET payload = '{}' WHERE position = 1"));
        Assert.False(opening.Restored); // `verify` walks all of it
    }

    [Fact]
    public async Task A_new_epoch_can_be_asked_for()
    {
        var before = trial.Store.Head(Instance, Partition.Open).Epoch;
        await trial.Store.RenewEpoch(Instance);
        Assert.NotEqual(before, trial.Store.Head(Instance, Partition.Open).Epoch);
    }
}

public sealed class SqliteOpeningTests : InstanceOpeningSuite
{
    private readonly SqliteTrial trial;

    public SqliteOpeningTests()
        : this(new())
    {
    }

    private SqliteOpeningTests(SqliteTrial trial)
        : base(trial) => this.trial = trial;

    [Fact]
    public async Task A_copy_taken_while_it_ran_counts_as_an_unclean_stop_and_is_whole()
    {
        var folder = Directory.CreateTempSubdirectory("journal-copy-").FullName;
        try
        {
            foreach (var part in (ReadOnlySpan<string>)["", "-wal"]) File.Copy(trial.Path + part, Path.Combine(folder, "journal.db" + part));
            await using var copy = new SqliteJournal(_ => Path.Combine(folder, "journal.db"));
            var opening = await copy.Open(Instance);
            Assert.True(opening.StoppedUncleanly);
            Assert.Equal(5, opening.Open.Position);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
