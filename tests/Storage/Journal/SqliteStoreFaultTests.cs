using System.Diagnostics;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Tests.Faults;
using Microsoft.Data.Sqlite;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Journal;

/// <summary>The file is locked, full, or stopped in the middle: callers hear it soon, and the journal goes on by itself.</summary>
public sealed class SqliteStoreFaultTests
{
    private const int Callers = 500;

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Five_hundred_callers_hear_of_a_locked_file_within_two_seconds()
    {
        await using var trial = new SqliteTrial();
        await trial.Start();
        await trial.Store.Accepted(On(Stream("cell/first"), 0));
        using (var other = new SqliteConnection($"Data Source={trial.Path};Pooling=False"))
        {
            other.Open();
            using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            hold.ExecuteNonQuery();
            await EverybodyIsToldInTime(trial.Store);
        }
        await trial.Store.Accepted(On(Stream("cell/first"), 1));
        Assert.Equal([1, 2], (await trial.Store.All()).Select(entry => entry.Position));
    }

    [Fact]
    public async Task A_full_disk_is_told_at_once_and_forgiven_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "LOUD SKIP: a full disk is tried on a small tmpfs, which only root may mount");
        using var disk = new SmallDisk(megabytes: 8);
        await using var journal = new SqliteJournal(_ => Path.Combine(disk.Folder, "journal.db"));
        await journal.Open(Instance);
        await journal.Accepted(On(Stream("cell/first"), 0));
        disk.Fill();
        await EverybodyIsToldInTime(journal);
        Assert.Single(await journal.All());
        disk.MakeRoom();
        await journal.Accepted(On(Stream("cell/first"), 1));
        await journal.DisposeAsync();
        await using var again = new SqliteJournal(_ => Path.Combine(disk.Folder, "journal.db"));
        await again.Open(Instance);
        Assert.Equal([1, 2], (await again.All()).Where(entry => entry.Stream.Id == "first").Select(entry => entry.Version));
    }

    [Fact]
    public async Task A_second_journal_on_the_same_file_keeps_the_order_and_the_fence()
    {
        await using var trial = new SqliteTrial();
        await trial.Start();
        await using var other = new SqliteJournal(_ => trial.Path);
        await other.Open(Instance);
        var report = Report("CASE1", "key1");
        Assert.Equal(AppendOutcome.Accepted, (await trial.Store.Append(report)).Outcome);
        Assert.Equal(AppendOutcome.Repeated, (await other.Append(report)).Outcome);
        Assert.Equal(2, (await other.Accepted(On(Stream("cell/a"), 0))).Position);
        Assert.Equal(AppendOutcome.Conflict, (await trial.Store.Append(On(Stream("cell/a"), 0))).Outcome);
        Assert.Equal(3, (await trial.Store.Accepted(On(Stream("cell/a"), 1))).Position);
        Assert.Equal([1, 2, 3], (await trial.Store.All()).Select(entry => entry.Position));
    }

    private static async Task EverybodyIsToldInTime(IJournal journal)
    {
        var watch = Stopwatch.StartNew();
        // Streams of their own and long payloads, so that even a file with a little room left cannot take them.
        var filler = new NewEvent("thing-happened", 1, $"\"{new string('x', 64 * 1024)}\"", new());
        var calls = Enumerable.Range(0, Callers).Select(n => journal.Append(On(Stream($"cell/{n}"), 0) with { Events = [filler] }).AsTask()).ToList();
        foreach (var call in calls) await Assert.ThrowsAsync<JournalUnavailableException>(() => call);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, AnsweredWithin);
    }
}
