using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;

namespace GridActors.Tests.Planning;

public sealed class BacklogTests(ITestOutputHelper output)
{
    [Fact]
    public void A_backlog_is_what_a_journal_takes_in_order()
    {
        var watch = Stopwatch.StartNew();
        var writes = PlayedDistrict.Backlog(seed: 1);
        output.WriteLine($"{writes.Count} writes in {watch.ElapsedMilliseconds} ms");
        var versions = new Dictionary<StreamId, int>();
        var (commands, armed) = (new HashSet<(StreamId, CommandId)>(), new HashSet<(StreamId, Deadline)>());
        foreach (var (request, _) in writes)
        {
            Assert.True(commands.Add((request.Stream, request.Command)));
            Assert.Equal(versions.GetValueOrDefault(request.Stream), request.ExpectedVersion);
            versions[request.Stream] = request.ExpectedVersion + request.Events.Length;
            foreach (var deadline in request.Cleared) Assert.True(armed.Remove((request.Stream, deadline)));
            foreach (var deadline in request.Armed) Assert.True(armed.Add((request.Stream, deadline)));
        }
        Assert.All(armed, deadline => Assert.True(deadline.Item2.DueAt > PlayedDistrict.Start));
    }

    [Fact]
    public void Every_text_that_a_row_mentions_comes_with_it()
    {
        var keys = PlayedDistrict.Keys(1);
        var mentioned = 0;
        foreach (var (request, item) in PlayedDistrict.Backlog(seed: 1))
        {
            if (item is null) continue;
            var rows = Enumerable.Range(0, item.Report is null ? item.Texts.Length : 1).Select(n => keys.VaultRowId(item.Id, n)).ToHashSet();
            string?[] named = item.Command switch
            {
                ReportDispute it => [it.ReportRow],
                RefuseDispute it => [it.TextRow],
                TriageDispute it => [it.ReasonRow],
                ReleaseDispute it => [it.ReasonRow],
                NoteDispute it => [it.TextRow],
                SettleDispute it => [it.TermsRow],
                CompleteTask it => [it.NoteRow],
                ReopenDispute it => [it.ReasonRow],
                WithdrawDispute it => [it.ReasonRow],
                LevelUpDispute it => [it.ReasonRow],
                LevelDownDispute it => [it.ReasonRow],
                _ => [],
            };
            Assert.Equal(rows, named.OfType<string>().ToHashSet());
            Assert.Equal(item.Id, request.Command);
            mentioned += rows.Count;
        }
        Assert.InRange(mentioned, 1_000, 20_000);
    }

    [Fact]
    public void An_agenda_told_the_journal_after_a_restart_goes_on_where_the_first_one_was()
    {
        var (keys, start) = (PlayedDistrict.Keys(1), PlayedDistrict.Start);
        Agenda New(DateTimeOffset from) => new(PlayedDistrict.Instance, new(1), keys, PlayedDistrict.Registry, PlayedDistrict.Roster, from);
        var first = New(start);
        var run = new PlanningRun(keys, GridActors.Rules.RuleSet.Shipped, PlayedDistrict.Roster, first, start);
        run.RunUntil(start.AddHours(14));

        var again = New(start);
        foreach (var entry in run.Entries) again.Heard(entry with { Decoded = null });
        again.ResumeAt(run.Now);

        Assert.Equal(first.OpenCases, again.OpenCases);
        var late = new List<AgendaItem>();
        while (again.Next.At <= run.Now) late.Add(again.Take());
        Assert.All(late, item => Assert.True(item.AfterVersion is null && item.Command is not NoteDispute)); // only what comes of itself is sent once more
        for (var i = 0; i < 3_000; i++) Assert.Equal(first.Take().Id, again.Take().Id);
    }
}
