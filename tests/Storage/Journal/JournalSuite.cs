using GridActors.Journal;
using GridActors.Silo.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Journal;

/// <summary>What every store owes the district, said once and run on each.</summary>
public abstract class JournalSuite(IStoreUnderTrial trial) : IAsyncLifetime
{
    private const int Writers = 64;
    private const int CommandsEach = 20;

    private IJournal Journal => trial.Store;

    public ValueTask InitializeAsync() => trial.Start();

    public async ValueTask DisposeAsync()
    {
        await trial.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var answer = await Journal.Accepted(Report("CASE1", "key1"));
        var before = Assert.Single(await Journal.All());
        await trial.Reopen();
        var after = Assert.Single(await Journal.All());
        Assert.Equal(before with { Decoded = null, Hash = default }, after with { Hash = default });
        Assert.Equal(before.Hash.ToArray(), after.Hash.ToArray());
        Assert.Equal((answer.Position, answer.HashTag), (after.Position, after.HashTag));
        Assert.Equal("""{"n":1,"where":"宝安"}""", after.Payload);
        Assert.Equal(1, Journal.Head(Instance, Partition.Open).Position);
        Assert.Equal("CASE1", (await trial.Store.FindLookup(Instance, Lookup.Report, KeyHash("key1")))?.CaseId);
        Assert.Equal([4, 5, 6], Assert.Single(await trial.Store.ReadRows(Instance, "CASE1")).Text);
    }

    [Fact]
    public async Task Sixty_four_writers_leave_one_order_without_gaps()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var version = 0; version < CommandsEach; version++) await Journal.Accepted(On(Stream($"cell/{writer}"), version));
        })));
        foreach (var restarted in (bool[])[false, true])
        {
            if (restarted) await trial.Reopen();
            var all = await Journal.All();
            Assert.Equal(Enumerable.Range(1, Writers * CommandsEach).Select(n => (long)n), all.Select(entry => entry.Position));
            foreach (var stream in all.GroupBy(entry => entry.Stream)) Assert.Equal(Enumerable.Range(1, CommandsEach), stream.Select(entry => entry.Version));
        }
    }

    [Fact]
    public async Task A_stale_decision_is_refused_with_the_version_that_stands()
    {
        await Journal.Accepted(On(Stream("cell/a"), 0, events: 3));
        Assert.Equal(new AppendAnswer(AppendOutcome.Conflict, 3, 0, 0), await Journal.Append(On(Stream("cell/a"), 2)));
        Assert.Equal(AppendOutcome.Conflict, (await Journal.Append(On(Stream("cell/a"), 4))).Outcome);
        Assert.Equal(AppendOutcome.Conflict, (await Journal.Append(On(Stream("cell/b"), 1))).Outcome);
        Assert.Equal(3, (await Journal.All()).Count);
    }

    [Fact]
    public async Task A_resend_is_answered_what_the_first_call_was()
    {
        var first = On(Stream("cell/a"), 0, events: 2);
        await Journal.Accepted(first);
        await Journal.Accepted(On(Stream("cell/a"), 2));
        foreach (var restarted in (bool[])[false, true])
        {
            if (restarted) await trial.Reopen();
            Assert.Equal(new AppendAnswer(AppendOutcome.Repeated, 2, 0, 0), await Journal.Append(first with { ExpectedVersion = 3 }));
        }
        Assert.Equal(new KnownCommand(2, first.Body), await Journal.FindCommand(first.Stream, first.Command));
        Assert.Null(await Journal.FindCommand(Stream("cell/b"), first.Command));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_noticed()
    {
        var first = On(Stream("cell/a"), 0);
        await Journal.Accepted(first);
        Assert.Equal(AppendOutcome.OtherBody, (await Journal.Append(first with { Body = Body(2) })).Outcome);
        Assert.Equal(AppendOutcome.Repeated, (await Journal.Append(first with { Body = BodyHash.None })).Outcome); // an erased hash counts as the same
    }

    [Fact]
    public async Task Nothing_new_is_remembered_too()
    {
        await Journal.Accepted(On(Stream("cell/a"), 0));
        var nothing = On(Stream("cell/a"), 1, events: 0);
        Assert.Equal(new AppendAnswer(AppendOutcome.Accepted, 1, 0, 0), await Journal.Append(nothing));
        await Journal.Accepted(On(Stream("cell/a"), 1));
        Assert.Equal(new AppendAnswer(AppendOutcome.Repeated, 1, 0, 0), await Journal.Append(nothing));
        Assert.Equal(2, (await Journal.All()).Count);
    }

    [Fact]
    public async Task One_key_sent_many_times_at_once_is_executed_once()
    {
        var report = Report("CASE1", "key1");
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () => await Journal.Append(report))));
        Assert.Single(answers, answer => answer.Outcome == AppendOutcome.Accepted);
        Assert.Equal(Writers - 1, answers.Count(answer => answer.Outcome == AppendOutcome.Repeated));
        Assert.Single(await Journal.All());
    }

    [Fact]
    public async Task A_report_key_opens_one_case_across_the_partitions()
    {
        await Journal.Accepted(Report("CASE1", "key1"));
        Assert.Equal(AppendOutcome.OtherBody, (await Journal.Append(Report("CASE1", "key1", Partition.Sealed))).Outcome);
        Assert.Equal(AppendOutcome.OtherBody, (await Journal.Append(Report("CASE2", "key1"))).Outcome);
        Assert.Empty(await Journal.All(Partition.Sealed));
        Assert.Null(await trial.Store.FindLookup(Instance, Lookup.Receipt, KeyHash("receipt-CASE2")));
        Assert.Equal(new Lookup(Lookup.Report, KeyHash("key1"), "CASE1", Partition.Open), await trial.Store.FindLookup(Instance, Lookup.Report, KeyHash("key1")));
    }

    [Fact]
    public async Task A_command_that_breaks_a_rule_of_the_tables_fails_alone()
    {
        await Journal.Accepted(Report("CASE1", "key1"));
        var second = Report("CASE2", "key2");
        var broken = second with { Vault = second.Vault with { Keys = [new("CASE1", [1], 1)] } }; // would lose the key of another case
        var answers = Enumerable.Range(0, Writers).Select(n => Journal.Append(n == Writers / 2 ? broken : On(Stream($"cell/{n}"), 0)).AsTask()).ToList();
        for (var n = 0; n < Writers; n++)
            if (n == Writers / 2) await Assert.ThrowsAsync<InvalidOperationException>(() => answers[n]);
            else Assert.Equal(AppendOutcome.Accepted, (await answers[n]).Outcome);
        Assert.Equal(Enumerable.Range(1, Writers).Select(n => (long)n), (await Journal.All()).Select(entry => entry.Position));
        Assert.Null(await trial.Store.FindLookup(Instance, Lookup.Report, KeyHash("key2")));
    }

    [Fact]
    public async Task The_due_table_is_what_the_commands_left_armed()
    {
        Deadline place = new("place", "", Noon.AddMinutes(10), 1), acknowledge = new("acknowledge", "task-1", Noon.AddMinutes(5), 2);
        DateTimeOffset? told = null;
        trial.Store.Armed += (instance, earliest) => told = instance == Instance ? earliest : told;
        await Journal.Accepted(On(Stream("dispute/A"), 0) with { Armed = [place], Area = "440306018012-017" });
        await Journal.Accepted(On(Stream("dispute/A"), 1) with { Cleared = [place], Armed = [acknowledge], Area = "440306018012-017" });
        await Journal.Accepted(On(Stream("dispute/B", Partition.Sealed), 0) with { Armed = [place] });
        await trial.Reopen();
        var rows = await trial.Store.ReadDue(Instance, Noon.AddHours(1), 10);
        DueRow first = new(Partition.Open, "dispute/A", acknowledge, "440306018012-017"), second = new(Partition.Sealed, "dispute/B", place, "");
        Assert.Equal([first, second], rows);
        Assert.Equal(acknowledge.DueAt, await trial.Store.Earliest(Instance));
        Assert.Equal([first], await trial.Store.ReadDue(Instance, acknowledge.DueAt, 10));
        Assert.True(await trial.Store.StillThere(Instance, first));
        Assert.False(await trial.Store.StillThere(Instance, first with { Deadline = place }));
        Assert.Equal(place.DueAt, told);
    }

    [Fact]
    public async Task The_partitions_know_nothing_of_each_other()
    {
        for (var version = 0; version < 3; version++) await Journal.Accepted(On(Stream("dispute/A"), version));
        Assert.Equal(1, (await Journal.Accepted(On(Stream("dispute/A", Partition.Sealed), 0))).Position);
        Assert.Equal(3, Journal.Head(Instance, Partition.Open).Position);
        Assert.Equal(Partition.Sealed, Assert.Single(await Journal.All(Partition.Sealed)).Stream.Partition);
        Assert.NotEqual(Journal.Head(Instance, Partition.Open).Epoch, Journal.Head(Instance, Partition.Sealed).Epoch);
    }

    [Fact]
    public async Task Sealing_a_case_moves_its_look_ups_with_the_first_sealed_row()
    {
        await Journal.Accepted(Report("CASE1", "key1"));
        var sealing = On(Stream("dispute/SEALED1", Partition.Sealed), 0);
        var moved = sealing with { Vault = VaultWrites.None with { Repointed = [new(Lookup.Report, KeyHash("key1"), "SEALED1", Partition.Sealed)] } };
        await Journal.Accepted(moved);
        Assert.Equal(new Lookup(Lookup.Report, KeyHash("key1"), "SEALED1", Partition.Sealed), await trial.Store.FindLookup(Instance, Lookup.Report, KeyHash("key1")));
        var nothingThere = moved with { Command = NewId(), ExpectedVersion = 1, Vault = VaultWrites.None with { Repointed = [new(Lookup.Report, KeyHash("no"), "X", Partition.Sealed)] } };
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Journal.Append(nothingThere));
    }

    [Fact]
    public async Task A_reader_that_keeps_up_is_woken_and_handed_the_events_themselves()
    {
        var waiting = Journal.WaitPast(Instance, Partition.Open, 0, TestContext.Current.CancellationToken).AsTask();
        var request = On(Stream("cell/a"), 0);
        await Journal.Accepted(request);
        await waiting;
        Assert.Same(request.Events[0].Event, Assert.Single(await Journal.All()).Decoded);
        Assert.Empty(await Journal.ReadAll(Instance, Partition.Open, 1, 10));
    }

    [Fact]
    public async Task A_stream_is_read_from_any_version_on()
    {
        await Journal.Accepted(On(Stream("cell/a"), 0, events: 5));
        await Journal.Accepted(On(Stream("cell/ab"), 0));
        Assert.Equal([4, 5], (await Journal.ReadStream(Stream("cell/a"), 3)).Select(entry => entry.Version));
        Assert.Empty(await Journal.ReadStream(Stream("cell/a", Partition.Sealed), 0));
    }

    [Fact]
    public async Task A_closed_instance_takes_no_more_writes_and_stays_readable()
    {
        await Journal.Accepted(On(Stream("cell/a"), 0));
        await trial.Store.SetClosed(Instance);
        foreach (var restarted in (bool[])[false, true])
        {
            if (restarted) await trial.Reopen();
            await Assert.ThrowsAsync<InstanceClosedException>(async () => await Journal.Append(On(Stream("cell/a"), 1)));
            Assert.True(Journal.Head(Instance, Partition.Open).Closed);
            Assert.Single(await Journal.All());
        }
    }

    [Fact]
    public async Task An_erased_case_leaves_bare_ids_only()
    {
        var report = Report("CASE1", "key1");
        await Journal.Accepted(report);
        await Journal.Accepted(Report("CASE2", "key2"));
        await trial.Store.EraseCase(Instance, "CASE1");
        await trial.Store.EraseCase(Instance, "CASE1");
        Assert.Empty(await trial.Store.ReadRows(Instance, "CASE1"));
        Assert.Null(await trial.Store.ReadKey(Instance, "CASE1"));
        Assert.Null(await trial.Store.FindLookup(Instance, Lookup.Receipt, KeyHash("receipt-CASE1")));
        Assert.Equal(BodyHash.None, (await Journal.FindCommand(report.Stream, report.Command))?.Body);
        Assert.Equal("CASE2", Assert.Single(await trial.Store.ReadKeys(Instance, "", 10)).CaseId);
        await trial.Store.ReplaceKeys(Instance, [new("CASE1", [1], 2), new("CASE2", [2], 2)]);
        Assert.Equal(2, Assert.Single(await trial.Store.ReadKeys(Instance, "", 10)).KeyGeneration);
    }

    [Fact]
    public async Task A_follower_keeps_its_place_and_what_it_parked()
    {
        Assert.Equal(0, await trial.Store.ReadFollowed(Instance, Partition.Open));
        await trial.Store.SaveFollowed(Instance, Partition.Open, 7);
        await trial.Store.SaveFollowed(Instance, Partition.Open, 9);
        ParkedRow row = new(Partition.Open, "cell/a", "dispute/A@1", "place-case", 0, 1, "no answer");
        await trial.Store.Park(Instance, row);
        await trial.Store.Park(Instance, row with { Tries = 2 });
        await trial.Reopen();
        Assert.Equal(9, await trial.Store.ReadFollowed(Instance, Partition.Open));
        Assert.Equal([row with { Tries = 2 }], await trial.Store.ReadParked(Instance, Partition.Open));
        await trial.Store.Unpark(Instance, row);
        Assert.Empty(await trial.Store.ReadParked(Instance, Partition.Open));
    }
}

public sealed class SqliteJournalTests() : JournalSuite(new SqliteTrial());
