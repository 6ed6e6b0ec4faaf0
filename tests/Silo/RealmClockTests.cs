using CsCheck;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Silo.Hosting;
using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Silo;

public sealed class RealmClockTests
{
    private static readonly DateTimeOffset Nine = new(2031, 5, 6, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly Actor Operator = new(Actor.Operator);

    [Fact]
    public void A_clock_runs_at_its_rate_and_stands_while_paused()
    {
        var time = new StandingTime();
        var clock = new RealmClock(time, isLive: false);
        clock.SetTo(10, Nine);
        time.Now += TimeSpan.FromSeconds(6);
        Assert.Equal(Nine.AddMinutes(1), clock.Now);
        clock.SetTo(0, clock.Now);
        time.Now += TimeSpan.FromHours(1);
        Assert.Equal(Nine.AddMinutes(1), clock.Now);
        Assert.Null(clock.RealTimeUntil(Nine.AddMinutes(2)));
        clock.SetTo(60, clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.RealTimeUntil(Nine.AddMinutes(2)));
    }

    [Fact]
    public void Whatever_is_done_to_a_clock_it_never_goes_back_and_never_passes_what_holds_it() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000]).Array[1, 60].Sample(steps =>
        {
            var time = new StandingTime();
            var clock = new RealmClock(time, isLive: false);
            clock.SetTo(1, Nine);
            var (seen, deadline, oldest) = (clock.Now, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            foreach (var (kind, amount) in steps)
            {
                switch (kind)
                {
                    case 0: time.Now += TimeSpan.FromSeconds(amount); break;
                    case 1: clock.SetTo(amount % 100, Nine.AddSeconds(amount)); break;
                    case 2: clock.HoldForDeadline(deadline = clock.Now.AddSeconds(amount % 100)); break;
                    case 3: clock.HoldForFollowUp(Partition.Open, oldest = clock.Now.AddSeconds(amount % 10), mayLift: true); break;
                    case 4: (deadline, oldest) = (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue); clock.HoldForDeadline(null); clock.HoldForFollowUp(Partition.Open, null, mayLift: true); break;
                    default: clock.HoldForFollowUp(Partition.Sealed, null, mayLift: false); break;
                }
                var now = clock.Now;
                Assert.True(now >= seen && now <= deadline && now <= oldest, $"{seen:o} then {now:o}, held at {deadline:o} and {oldest:o}");
                seen = now;
            }
        });

    [Fact]
    public async Task However_fast_the_clock_runs_every_deadline_fires_at_its_instant_and_acts_come_in_order()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 20_000, DemoStartsAt = Nine });
        for (var one = 0; one < 30; one++) await district.Report("demo", $"CASE{one:D12}", district.Building("demo", one * 13));
        foreach (var one in Enumerable.Range(0, 30)) await district.NamesOf(district.Case("demo", $"CASE{one:D12}"), names => names.Contains("dispute-alarmed"));

        var entries = await district.Entries("demo");
        foreach (var entry in entries.Where(entry => entry.TieRank == TieRank.Deadline && entry.Stream.Kind == "dispute"))
        {
            var dueAt = EventCodec.Decode(entry) switch { DisputeEscalated climb => climb.DueAt, DisputeAlarmed alarm => alarm.DueAt, _ => entry.At };
            Assert.Equal(dueAt, entry.At);
        }
        Assert.Equal(30 * 3, entries.Count(entry => entry.Name == "dispute-escalated"));
        Assert.Equal(30, entries.Count(entry => entry.Name == "dispute-alarmed"));
        Assert.All(entries.GroupBy(entry => entry.Stream.Name), stream => Assert.Equal(stream.OrderBy(entry => entry.At).Select(entry => entry.Version), stream.Select(entry => entry.Version)));
    }

    [Fact]
    public async Task Time_between_processes_never_counts_and_a_pause_outlives_them()
    {
        var folder = Directory.CreateTempSubdirectory("district-").FullName;
        var time = new ShiftedTime();
        try
        {
            DateTimeOffset reportedAt;
            await using (var before = await Start())
            {
                await before.Report("demo", "CASE000000000001", before.Building("demo", 7));
                reportedAt = (await before.Journal.ReadStream(before.Case("demo", "CASE000000000001"), 0))[0].At;
                await before.Quiet("demo");
            }
            time.Advance(TimeSpan.FromDays(3));
            await using (var after = await Start())
            {
                Assert.InRange(after.Realms.Find("demo")!.Now, reportedAt, reportedAt.AddMinutes(10));
                await after.Realms.SetClock("demo-0001", rate: null, paused: true);
                await after.Realms.SetClock("demo-0001", rate: 50, paused: null); // chosen during the pause
                Assert.True(after.Realms.Find("demo")!.Paused);
            }
            await using var third = await Start();
            var paused = third.Realms.Find("demo")!;
            Assert.True(paused.Paused);
            Assert.Equal(50, (await third.Realms.SetClock("demo-0001", rate: null, paused: false)).Rate);
            Assert.DoesNotContain("dispute-escalated", await third.NamesSoFar(third.Case("demo", "CASE000000000001")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Task<DistrictHost> Start() => DistrictHost.Start(folder, options => options with { DemoRate = 1, DemoStartsAt = Nine }, services => services.AddSingleton<TimeProvider>(time));
    }

    [Fact]
    public async Task Wiping_the_demo_leaves_live_as_it_is_and_tells_the_boards()
    {
        await using var district = await DistrictHost.Start();
        var replaced = new List<string>();
        district.Realms.Replaced += replaced.Add;
        await district.Report("live", "CASE000000000001", district.Building("live", 7));
        await district.Report("demo", "CASE000000000001", district.Building("demo", 7));
        await district.Quiet("live");
        var live = await district.Entries("live");
        var (old, late) = (district.Case("demo", "CASE000000000001"), district.Get<IRealmSecrets>().KeysOf("demo-0001").PersonsCommand("", "test", "late"));

        var next = await district.Realms.WipeDemo();

        Assert.Equal(("demo", "demo-0002"), (next.Name, next.Instance));
        Assert.Equal(["demo"], replaced);
        Assert.Null(district.Realms.Find("demo-0001"));
        Assert.Equal(live.Select(entry => entry.Hash.ToArray()), (await district.Entries("live")).Select(entry => entry.Hash.ToArray()));
        Assert.Empty(await district.NamesSoFar(district.Case("demo", "CASE000000000001")));
        await Assert.ThrowsAsync<InstanceClosedException>(() => district.Door.Send(old, new() { Id = late }, new AcknowledgeDispute(Operator)));
        await DistrictHost.Until(() => !Directory.Exists(Path.Combine(district.Folder, "demo-0001")), "the old instance is not removed");
        Assert.Equal(AnswerKind.Done, (await district.Act(district.Case("live", "CASE000000000001"), "acknowledge", new AcknowledgeDispute(Operator))).Kind);
        Assert.Equal(AnswerKind.Done, (await district.Report("demo", "CASE000000000001", district.Building("demo", 7))).Kind);
        await district.NamesOf(district.Case("demo", "CASE000000000001"), names => names.Contains("dispute-assigned"));
    }

    [Fact]
    public async Task A_demo_that_was_left_half_built_or_closed_is_replaced_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("district-").FullName;
        try
        {
            await using (var before = await DistrictHost.Start(folder)) await before.Get<GridActors.Silo.Journal.IJournalStore>().SetClosed("demo-0001");
            await using var after = await DistrictHost.Start(folder);
            Assert.Equal("demo-0002", after.InstanceOf("demo"));
            Assert.Equal(AnswerKind.Done, (await after.Report("demo", "CASE000000000001", after.Building("demo", 7))).Kind);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Live_cannot_be_steered()
    {
        await using var district = await DistrictHost.Start();
        await Assert.ThrowsAsync<InvalidOperationException>(() => district.Realms.SetClock("live", 10, null));
        await Assert.ThrowsAsync<InvalidOperationException>(() => district.Realms.Step("live"));
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused_with_advice()
    {
        await using var district = await DistrictHost.Start();
        var refused = await Assert.ThrowsAnyAsync<GridActors.Silo.Folder.FolderRefusedException>(() => DistrictHost.Start(district.Folder));
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    private sealed class StandingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Nine;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
