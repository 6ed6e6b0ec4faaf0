using GridActors.Buildings;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Planning;
using GridActors.Rules;

namespace GridActors.Tests.Planning;

public sealed class PlayedDayTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = PlayedDistrict.Start;

    [Fact]
    public void Two_days_of_one_seed_are_equal_and_another_seed_is_another_day()
    {
        string[] Day(int seed)
        {
            var run = PlayedDistrict.Run(seed, Start);
            run.RunUntil(Start.AddDays(1));
            return [.. run.Entries.Select(Row)];
        }

        var first = Day(1);
        Assert.Equal(first, Day(1));
        Assert.NotEqual(first, Day(2));
    }

    [Fact]
    public void A_rule_that_is_changed_makes_another_day()
    {
        using var shipped = new StreamReader(typeof(RuleSet).Assembly.GetManifestResourceStream("ladder.yaml")!);
        var slower = RuleSet.Parse(shipped.ReadToEnd().Replace("orange: 15", "orange: 16", StringComparison.Ordinal));
        var (a, b) = (PlayedDistrict.Run(1, Start), PlayedDistrict.Run(1, Start, rules: slower));
        a.RunUntil(Start.AddHours(3));
        b.RunUntil(Start.AddHours(3));
        Assert.NotEqual(a.Entries.Select(Row), b.Entries.Select(Row));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_district_opens_with_about_400_cases_and_stays_there(int seed)
    {
        var run = PlayedDistrict.Run(seed, Start - Backlog.Length, keepsWrites: false);
        for (var hour = 0; hour <= 48; hour += 4)
        {
            run.RunUntil(Start.AddHours(hour));
            var open = StatesOf(run).OfType<Dispute.Open>().ToList();
            output.WriteLine($"seed {seed} +{hour:00} h: {open.Count} open, {open.Count(o => o is Dispute.Waiting)} waiting, "
                + $"{open.Count(o => o.File.Severity == Severity.Red)} red, {open.Count(o => o.File.Severity == Severity.Orange)} orange, "
                + $"{open.Count(o => o.AlarmingSince is not null)} alarming, " + string.Join(' ', open.GroupBy(o => o.File.Tier).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}")));
            Assert.InRange(open.Count, 300, 500);
            Assert.Contains(open, o => o is Dispute.Waiting);
            Assert.Contains(open, o => o.File.Severity <= Severity.Orange);
        }
    }

    [Fact]
    public void Something_visible_changes_at_least_every_20_seconds_of_a_whole_day()
    {
        var run = PlayedDistrict.Run(1, Start, visits: true, keepsWrites: false);
        run.RunUntil(Start.AddDays(1));
        var seen = Start;
        foreach (var entry in run.Entries.Where(entry => entry.Decoded is BuildingVisited or DisputeEvent))
        {
            Assert.InRange(entry.At - seen, TimeSpan.Zero, TimeSpan.FromSeconds(18));
            seen = entry.At;
        }
        Assert.True(seen > Start.AddDays(1).AddSeconds(-18));
    }

    [Fact]
    public void What_was_received_is_refused_open_closed_withdrawn_or_settled()
    {
        var run = PlayedDistrict.Run(1, Start - Backlog.Length, keepsWrites: false);
        run.RunUntil(Start);
        var states = StatesOf(run);
        var ended = states.OfType<Dispute.Over>().GroupBy(over => over.Ending).ToDictionary(endings => endings.Key, endings => endings.Count());
        Assert.Equal(Enum.GetValues<DisputeEnding>().Length, ended.Count);
        Assert.Equal(run.Entries.Count(entry => entry.Decoded is DisputeReported), ended.Values.Sum() + states.Count(state => state is Dispute.Open));
    }

    [Fact]
    public void Delivering_any_suffix_of_the_journal_to_the_follower_again_records_nothing()
    {
        var run = PlayedDistrict.Run(1, Start);
        run.RunUntil(Start.AddHours(12));
        var (events, writes) = (run.Entries.ToArray(), run.Writes.Count);
        foreach (var entry in events)
            foreach (var followUp in FollowUps.Of(entry.Stream, EventCodec.Decode(entry)))
                Assert.Equal(AnswerKind.Repeated, run.Follow(entry, followUp).Kind);
        Assert.Equal((events.Length, writes), (run.Entries.Count, run.Writes.Count));
    }

    [Fact]
    public void The_days_of_a_seed_have_the_hard_cases_in_them()
    {
        var run = PlayedDistrict.Run(1, Start - Backlog.Length);
        run.RunUntil(Start.AddDays(1));
        var happened = run.Entries.Select(entry => entry.Decoded!).ToList();
        Assert.Contains(happened, it => it is DisputeLevelLowered);
        Assert.Contains(happened, it => it is DisputeRefused);
        Assert.Contains(happened, it => it is DisputeReleased);
        Assert.Contains(happened, it => it is DisputeReopened);
        Assert.Contains(happened, it => it is DisputeAlarmed);
        Assert.Contains(happened, it => it is DisputeTriaged { FormerArea.IsUnlocated: true });
        Assert.Contains(happened, it => it is DisputeTaskDeclined);
        Assert.Contains(happened, it => it is DisputeHelpAnswered);
        Assert.Contains(happened, it => it is DisputeShiftEnded { Cell: not null });
        output.WriteLine(string.Join(", ", happened.OfType<DisputeEscalated>().CountBy(climb => climb.Reason)));
        foreach (var reason in Enum.GetValues<EscalationReason>().Where(reason => reason is not (EscalationReason.Declined or EscalationReason.Lapsed))) Assert.Contains(happened, it => it is DisputeEscalated climb && climb.Reason == reason);
        var byName = run.Entries.ToLookup(entry => entry.AsCause);
        Assert.Contains(run.Entries, entry => Hops(byName, entry) >= 3);
    }

    [Fact]
    public void Every_step_up_says_which_rule_moved_it_and_why()
    {
        var run = PlayedDistrict.Run(1, Start - Backlog.Length, keepsWrites: false);
        run.RunUntil(Start);
        foreach (var step in run.Entries.Select(entry => entry.Decoded).OfType<DisputeEscalated>())
        {
            Assert.Equal(RuleSet.Shipped.Version, step.Rule.Version);
            Assert.NotEmpty(step.Rule.Id);
            Assert.True(step.Reason switch
            {
                EscalationReason.Asked => step is { By: not null, ReasonRow: not null },
                EscalationReason.NobodyOnDuty => step.Facts.OnDuty == 0,
                EscalationReason.Declined => step.Facts.OnDuty > 0,
                _ => step.DueAt is not null && step.Facts.Minutes > 0,
            });
        }
    }

    private static IReadOnlyList<Dispute> StatesOf(PlanningRun run) =>
        [.. run.Entries.Where(entry => entry.Decoded is DisputeReported).Select(entry => (Dispute)run.StateOf(entry.Stream))];

    private static int Hops(ILookup<string, JournalEntry> byName, JournalEntry entry)
    {
        var hops = 0;
        for (var cause = entry.Cause; cause.Length > 0; hops++) cause = byName[cause].First().Cause;
        return hops;
    }

    private static string Row(JournalEntry e) =>
        $"{Instants.Text(e.At)} {e.TieRank} {e.Stream.Partition} {e.Stream.Name} {e.Version}.{e.Ordinal} {e.Command} {e.Cause} {e.Name}.{e.NameVersion} {e.Payload}";
}
