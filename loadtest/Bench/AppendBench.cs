using System.Globalization;
using GridActors.Buildings;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Stores;
using GridActors.Places;
using GridActors.Rules;
using Building = GridActors.Buildings.Building;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// Journal rows a second through the ordinary append, in one process and without HTTP or grains, beside bare batched inserts into the same table: commands of one
/// event and nothing else, and commands as a report writes them (a text in the vault, a key, two look-ups, a deadline). Empty, and on a full journal.
/// </summary>
internal static class AppendBench
{
    /// <summary>Commands under way at once: two full batches.</summary>
    private const int Width = 1_000;

    /// <summary>Rows of a bare batch, as many as the journal puts into one.</summary>
    private const int RawBatchRows = 500;

    /// <summary>Commands drawn at once and then timed.</summary>
    private const int Round = 10_000;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        await On(run, PlaceSize.Empty, cancel);
        await On(run, run.FullJournal, cancel);
    }

    private static async Task On(BenchRun whole, PlaceSize size, CancellationToken cancel)
    {
        var run = whole.In(size.Name);
        var during = run.For(8, quick: 2);
        await using var place = await run.Filled.Copy(run, size, cancel);
        double one, report;
        string instance;
        await using (var district = await OpenedDistrict.Open(place))
        {
            instance = district.Instance;
            one = await Rate(during, number => Visit(district, number), cancel);
            run.Say($"    {one:#,0} rows/s of one event");
            report = await Rate(during, number => Report(district, run.Seed, number), cancel);
            run.Say($"    {report:#,0} rows/s as of reports");
        }

        var raw = await RawRate(run, place, instance, during);
        run.Add(new("one-event.of-raw", one / raw, BenchResult.RatioUnit));
        run.Add(new("report.of-raw", report / raw, BenchResult.RatioUnit));
        run.Add(new("one-event", one, "rows/s"));
        run.Add(new("report", report, "rows/s"));
        run.Add(new("raw", raw, "rows/s"));
    }

    /// <summary>Commands are drawn, hashed and encrypted beforehand, round by round: only their appends are timed.</summary>
    private static async Task<double> Rate(TimeSpan during, Func<long, Func<Task>> prepare, CancellationToken cancel)
    {
        var spent = TimeSpan.Zero;
        var number = 0L;
        while (spent < during)
        {
            var from = number;
            var round = new Func<Task>[Round];
            Parallel.For(0, Round, n => round[n] = prepare(from + n));
            var begun = TimeProvider.System.GetTimestamp();
            await Parallel.ForEachAsync(round, new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancel }, static async (append, _) => await append());
            spent += TimeProvider.System.GetElapsedTime(begun);
            number += Round;
        }

        return number / spent.TotalSeconds;
    }

    private static Func<Task> Visit(OpenedDistrict district, long number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{number:x}");
        var building = new FilledStream<Building, BuildingEvent>(
            BuildingStream.Aggregate, StreamId.Of(district.Instance, Partition.Open, BuildingStream.Kind, $"bench-{name}"), district.Journal);
        Act act = new(district.Keys.PersonsCommand("", "visit", name), district.LastAt);
        return () => building.Record(act, state => Building.Decide(state, new RecordVisit(new(Actor.Operator)) { At = district.LastAt }).Events);
    }

    private static Func<Task> Report(OpenedDistrict district, int seed, long number)
    {
        const int anotherSeed = 1_000; // the filling's reports are in the journal already
        using var report = new FilledReport(district, seed + anotherSeed, number);
        var (act, command) = (report.Act, report.Command);
        var dispute = new FilledStream<Dispute, DisputeEvent>(DisputeStream.Aggregate, report.Case, district.Journal);
        return () => dispute.Record(act, state => Dispute.Decide(state, command, RuleSet.Shipped).Events);
    }

    private static async Task<double> RawRate(BenchRun run, DistrictPlace place, string instance, TimeSpan during)
    {
        await using var raw = await run.Store.OpenRaw(place, instance);
        var begun = TimeProvider.System.GetTimestamp();
        var rows = 0;
        do
        {
            await raw.Insert(RawBatchRows);
            rows += RawBatchRows;
        }
        while (TimeProvider.System.GetElapsedTime(begun) < during);
        return rows / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }
}
