using System.Collections.Concurrent;
using System.Collections.Immutable;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Rules;
using Cell = GridActors.Cells.Cell;

namespace GridActors.LoadTest.Filling;

/// <summary>
/// Fills a district with cases by the ordinary rules and the ordinary append, without a service: reported, placed, assigned, accepted, acknowledged, and for most of
/// them a note, a settlement, and their leave of cell and task list. Follow-ups are carried out at once, so nothing is left to follow.
/// </summary>
internal sealed class DistrictFilling(OpenedDistrict district, int seed)
{
    /// <summary>Cases side by side: enough that every commit is a full one.</summary>
    private const int WidthMax = 1_000;

    /// <summary>Rows for each case under way, so that a small filling does not overshoot by all of their rows.</summary>
    private const long RowsPerCaseUnderWay = 200;

    private const int SayEveryRows = 250_000;

    private readonly ConcurrentDictionary<string, FilledStream<Dispute, DisputeEvent>> disputes = new();
    private readonly ConcurrentDictionary<string, FilledStream<Cell, CellEvent>> cells = new();
    private readonly ConcurrentDictionary<string, FilledStream<ResponderTasks, ResponderEvent>> responders = new();

    /// <summary>Told how many rows there are, now and then.</summary>
    public Action<long> Grown { get; init; } = static _ => { };

    /// <summary>Cases until the journal has that many rows (or a few more); of each <paramref name="ofWhichOpen"/> one stays open, acknowledged. Answers how many do.</summary>
    public Task<int> Rows(long rows, int ofWhichOpen, CancellationToken cancel) =>
        Fill(Numbers().TakeWhile(_ => district.Position < rows), number => number % ofWhichOpen == 0, (int)Math.Clamp(rows / RowsPerCaseUnderWay, 1, WidthMax), cancel);

    /// <summary>That many open cases, all acknowledged.</summary>
    public Task<int> OpenCases(int cases, CancellationToken cancel) => Fill(Numbers().Take(cases), static _ => true, WidthMax, cancel);

    private async Task<int> Fill(IEnumerable<long> numbers, Func<long, bool> staysOpen, int width, CancellationToken cancel)
    {
        var open = 0;
        var said = district.Position;
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancel }, async (number, _) =>
        {
            await Life(number, staysOpen(number));
            if (staysOpen(number)) Interlocked.Increment(ref open);
            var (position, before) = (district.Position, Interlocked.Read(ref said));
            if (position - before >= SayEveryRows && Interlocked.CompareExchange(ref said, position, before) == before) Grown(position);
        });
        await district.Journal.SaveFollowed(district.Instance, Partition.Open, district.Position);
        return open;
    }

    private static IEnumerable<long> Numbers()
    {
        for (var number = 0L; ; number++) yield return number;
    }

    private async Task Life(long number, bool staysOpen)
    {
        var by = new Actor(Actor.Operator);
        using var report = new FilledReport(district, seed, number);
        await Carry(report.Case, report.Command, report.Act);
        await Carry(report.Case, new AcceptDispute(by), report.Later("accept"));
        await Carry(report.Case, new AcknowledgeDispute(by), report.Later("acknowledge"));
        if (staysOpen) return;
        var note = report.Later("note", "note", "both parties were heard", out var noteRow);
        await Carry(report.Case, new NoteDispute(by, noteRow), note);
        var settle = report.Later("settle", "terms", "half of it is paid by the end of the month", out var termsRow);
        await Carry(report.Case, new SettleDispute(by, termsRow), settle);
        disputes.TryRemove(report.Case.Name, out _);
    }

    private async Task Carry(StreamId target, object command, Act act)
    {
        switch (command)
        {
            case DisputeCommand asked:
                var dispute = disputes.GetOrAdd(target.Name, _ => new(DisputeStream.Aggregate, target, district.Journal));
                await Follow(target, DisputeFollowUp.Of, await dispute.Record(act, state => Dispute.Decide(state, asked.Stamped(state, target, district.Roster, act.At), RuleSet.Shipped).Events));
                break;
            case CellCommand asked:
                var cell = cells.GetOrAdd(target.Name, _ => new(CellStream.Aggregate, target, district.Journal));
                var stamped = asked is PlaceCase place ? place.Stamped(district.Roster, new AreaId(target.Id), act.At) : asked with { At = act.At };
                await Follow(target, CellFollowUp.Of, await cell.Record(act, state => Cell.Decide(state, stamped).Events));
                break;
            case ResponderCommand asked:
                var tasks = responders.GetOrAdd(target.Name, _ => new(ResponderStream.Aggregate, target, district.Journal));
                await tasks.Record(act, state => ResponderTasks.Decide(state, asked.Stamped(target, district.Roster, act.At)).Events);
                break;
        }
    }

    private async Task Follow<TEvent>(StreamId cause, Func<StreamId, TEvent, IEnumerable<FollowUp>> rule, IReadOnlyList<(int Version, TEvent Happened)> events)
    {
        foreach (var (version, happened) in events)
        {
            foreach (var followUp in rule(cause, happened))
            {
                var command = district.Keys.FollowUpCommand(cause.Partition, cause.Name, version, followUp.Name, followUp.Target.Name, followUp.N);
                await Carry(followUp.Target, followUp.Command, new(command, district.LastAt, $"{cause.Name}@{version}"));
            }
        }
    }
}
