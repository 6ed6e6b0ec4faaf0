using System.Diagnostics.Metrics;
using GridActors.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Storage.Journal;
using GridActors.Tests.Storage.Postgres;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Faults;

/// <summary>F15: the same commands through two journals on one database at once, as two silos would send them that both believe to own a case.</summary>
public sealed class TwoJournalsTests(PostgresServer server)
{
    private const int Streams = 40, Rounds = 5;

    [Fact]
    public async Task One_executes_the_other_hears_the_same_and_key_and_fence_were_really_hit()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == AppendCounts.MeterName) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (counted) counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value;
        });
        listener.Start();
        await using var trial = new PostgresTrial(server);
        await trial.Start();
        await using var other = new PostgresJournal(trial.Database.App);
        await other.Open(Instance);

        var (same, rivals) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var commands = Enumerable.Range(0, Streams).Select(n => On(Stream($"cell/{n}"), round)).ToList();
            var answers = await Task.WhenAll(commands.SelectMany(one => (Task<AppendAnswer>[])[trial.Store.Append(one).AsTask(), other.Append(one).AsTask()]));
            foreach (var pair in answers.Chunk(2))
            {
                Assert.Equal([AppendOutcome.Accepted, AppendOutcome.Repeated], pair.Select(answer => answer.Outcome).Order());
                Assert.Equal(pair[0].LastVersion, pair[1].LastVersion);
                same++;
            }
        }
        for (var n = 0; n < Streams; n++) // two decisions at one version: the fence lets one through
        {
            var answers = await Task.WhenAll(trial.Store.Append(On(Stream($"cell/{n}"), Rounds)).AsTask(), other.Append(On(Stream($"cell/{n}"), Rounds)).AsTask());
            Assert.Equal([AppendOutcome.Accepted, AppendOutcome.Conflict], answers.Select(answer => answer.Outcome).Order());
            rivals++;
        }

        Assert.Equal(Enumerable.Range(1, Streams * (Rounds + 1)), (await trial.Store.All()).Select(entry => (int)entry.Position));
        lock (counted)
        {
            Assert.True(counted["journal.known"] >= same, $"the commands' key was hit {counted["journal.known"]} times");
            Assert.True(counted["journal.stale"] >= rivals, $"the fence was hit {counted["journal.stale"]} times");
            TestContext.Current.TestOutputHelper?.WriteLine($"unique key hit {counted["journal.known"]}, stale appends refused {counted["journal.stale"]}");
        }
    }
}
