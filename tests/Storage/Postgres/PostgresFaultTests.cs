using System.Diagnostics;
using GridActors.Journal;
using GridActors.LoadTest.Servers;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Journal;
using Npgsql;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>The database is locked, gone, or shared with another process: callers hear it soon, and one order stays one order.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : IAsyncLifetime
{
    private const int Callers = 500;

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(2);

    private readonly PostgresTrial trial = new(server);

    public ValueTask InitializeAsync() => trial.Start();

    public ValueTask DisposeAsync() => trial.DisposeAsync();

    [Fact]
    public async Task Five_hundred_callers_hear_of_a_locked_head_within_two_seconds()
    {
        await trial.Store.Accepted(On(Stream("cell/first"), 0));
        await using (var other = new NpgsqlConnection(trial.Database.App))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var locking = new NpgsqlCommand("SELECT FROM live.heads FOR UPDATE", other);
            await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            var calls = Enumerable.Range(0, Callers).Select(n => trial.Store.Append(On(Stream($"cell/{n}"), 0)).AsTask()).ToList();
            foreach (var call in calls) await Assert.ThrowsAsync<JournalUnavailableException>(() => call);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, AnsweredWithin);
            Assert.Single(await trial.Store.All()); // who only reads waits for nobody
        }
        await trial.Store.Accepted(On(Stream("cell/first"), 1));
        Assert.Equal([1, 2], (await trial.Store.All()).Select(entry => entry.Position));
    }

    [Fact]
    public async Task A_connection_that_is_ended_costs_one_refusal_and_no_row()
    {
        await trial.Store.Accepted(On(Stream("cell/a"), 0));
        await PostgresServer.Execute(
            trial.Database.Administrator, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        var second = On(Stream("cell/a"), 1);
        await EventuallyAppended(second);
        Assert.Equal([1, 2], (await trial.Store.All()).Select(entry => entry.Version));
    }

    [Fact]
    public async Task Two_processes_write_one_partition_without_a_gap_and_hear_of_each_other()
    {
        const int writers = 16, each = 25;
        await using var other = new PostgresJournal(trial.Database.App);
        await other.Open(Instance);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var journal = writer % 2 == 0 ? trial.Store : other;
            for (var version = 0; version < each; version++) await journal.Accepted(On(Stream($"cell/{writer}"), version));
        })));
        foreach (var journal in (IJournal[])[trial.Store, other])
        {
            var read = new List<JournalEntry>();
            while (read.Count < writers * each)
            {
                await journal.WaitPast(Instance, Partition.Open, read.Count, TestContext.Current.CancellationToken);
                read.AddRange(await journal.ReadAll(Instance, Partition.Open, read.Count, 100));
            }
            Assert.Equal(Enumerable.Range(1, writers * each).Select(n => (long)n), read.Select(entry => entry.Position));
        }
        using var tables = trial.Read();
        Assert.Null(ChainCheck.FirstFault(tables, Instance, Partition.Open, 0, RowBytes.NoHash, tables.Head(Partition.Open)!.Value));
    }

    [Fact]
    public async Task One_command_sent_to_two_processes_at_once_is_executed_once()
    {
        await using var other = new PostgresJournal(trial.Database.App);
        await other.Open(Instance);
        for (var n = 0; n < 20; n++)
        {
            var report = Report($"CASE{n}", $"key{n}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(k => Task.Run(async () => await (k % 2 == 0 ? trial.Store : other).Append(report))));
            Assert.Single(answers, answer => answer.Outcome == AppendOutcome.Accepted);
            Assert.Equal(7, answers.Count(answer => answer.Outcome == AppendOutcome.Repeated));
        }
        Assert.Equal(20, (await trial.Store.All()).Count);
    }

    [Fact]
    public async Task Two_partitions_that_want_one_report_key_agree_on_one_case()
    {
        for (var n = 0; n < 30; n++)
        {
            AppendRequest[] both = [Report($"CASE{n}", $"key{n}"), Report($"CASE{n}", $"key{n}", Partition.Sealed)];
            var answers = await Task.WhenAll(both.Select(report => Task.Run(async () => (await trial.Store.Append(report with { Vault = report.Vault with { Rows = [], Keys = [] } })).Outcome)));
            Assert.Equal([AppendOutcome.Accepted, AppendOutcome.OtherBody], answers.Order());
        }
    }

    [Fact]
    public async Task A_follower_that_lost_its_lease_writes_no_checkpoint()
    {
        await PostgresServer.Execute(
            trial.Database.Owner, "INSERT INTO control.control (instance, name, kind, registryHash, wrappedSecret, keyGeneration, formatVersion, fencing) VALUES ('live', 'live', 'live', '', '', 1, 1, 4)");
        var followers = (IFencedFollowers)trial.Store;
        followers.Fence(Instance, 4);
        await trial.Store.SaveFollowed(Instance, Partition.Open, 7);
        await PostgresServer.Execute(trial.Database.Owner, "UPDATE control.control SET fencing = 5");
        ParkedRow row = new(Partition.Open, "cell/a", "dispute/A@1", "place-case", 0, 1, "no answer");
        await Assert.ThrowsAsync<SupersededFollowerException>(async () => await trial.Store.SaveFollowed(Instance, Partition.Open, 9));
        await Assert.ThrowsAsync<SupersededFollowerException>(async () => await trial.Store.Park(Instance, row));
        Assert.Equal(7, await trial.Store.ReadFollowed(Instance, Partition.Open));
        Assert.Empty(await trial.Store.ReadParked(Instance, Partition.Open));
        followers.Fence(Instance, 5);
        await trial.Store.SaveFollowed(Instance, Partition.Open, 9);
        Assert.Equal(9, await trial.Store.ReadFollowed(Instance, Partition.Open));
    }

    [Fact]
    public async Task A_server_that_is_killed_refuses_for_a_moment_and_keeps_every_acknowledged_row()
    {
        Assert.SkipUnless(PostgresPrograms.Folder is not null, $"SKIPPED: {PostgresPrograms.Missing}");
        await using var own = await LocalPostgres.Create();
        await PostgresServer.Execute(own.Connection(), "CREATE DATABASE district TEMPLATE template0 LOCALE 'C'");
        await PostgresSchema.Migrate(own.Connection("district"), serviceRole: null);
        await using var journal = new PostgresJournal(own.Connection("district"));
        await journal.Open(Instance);
        var acknowledged = new List<CommandId>();
        var writers = Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
        {
            for (var version = 0; version < 50; version++)
            {
                var command = On(Stream($"cell/{writer}"), version);
                while (true)
                    try
                    {
                        var answer = await journal.Append(command);
                        Assert.True(answer.Outcome is AppendOutcome.Accepted or AppendOutcome.Repeated);
                        break;
                    }
                    catch (JournalUnavailableException)
                    {
                        await journal.WaitPast(Instance, Partition.Open, long.MaxValue, TestContext.Current.CancellationToken); // until the next pulse
                    }
                lock (acknowledged) acknowledged.Add(command.Command);
            }
        })));
        await journal.WaitPast(Instance, Partition.Open, 100, TestContext.Current.CancellationToken);
        await own.Kill();
        await own.Start();
        await writers;
        var all = await journal.All();
        Assert.Equal(32 * 50, all.Count);
        Assert.Equal(acknowledged.ToHashSet(), all.Select(entry => entry.Command).ToHashSet());
    }

    private async Task EventuallyAppended(AppendRequest command)
    {
        while (true)
            try
            {
                var answer = await trial.Store.Append(command);
                Assert.True(answer.Outcome is AppendOutcome.Accepted or AppendOutcome.Repeated);
                return;
            }
            catch (JournalUnavailableException)
            {
                await trial.Store.WaitPast(Instance, Partition.Open, long.MaxValue, TestContext.Current.CancellationToken);
            }
    }
}
