using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Silo;

public sealed class LadderTests
{
    private static readonly Actor Operator = new(Actor.Operator);

    [Fact]
    public async Task Unacknowledged_work_climbs_each_step_once_and_stays_red_at_the_district_without_further_rows()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 });
        var demo = district.InstanceOf("demo");
        var stream = district.Case("demo", "CASE000000000001");
        await district.Report("demo", "CASE000000000001", district.Building("demo", 7));
        await district.NamesOf(stream, names => names.Contains("dispute-assigned"));

        for (var step = 0; step < 6; step++) await district.Realms.Step(demo);

        Assert.Equal(
            ["dispute-reported", "dispute-assigned", "dispute-escalated", "dispute-escalated", "dispute-escalated", "dispute-alarmed"], await district.NamesSoFar(stream));
        var entries = await district.Journal.ReadStream(stream, 0);
        Assert.Equal(
            [Tier.Community, Tier.Street, Tier.District], entries.Select(EventCodec.Decode).OfType<DisputeEscalated>().Select(climb => climb.To));
        Assert.All(entries.Skip(2), climb => Assert.Equal((TieRank.Deadline, entries[0].At.AddMinutes(15 * (climb.Version - 2))), (climb.TieRank, climb.At)));
        Assert.Empty(await district.DueOf(stream));
    }

    [Fact]
    public async Task A_deadline_that_passed_while_the_process_was_down_fires_once_and_the_next_clock_starts_at_the_real_hour()
    {
        var folder = Directory.CreateTempSubdirectory("district-").FullName;
        var time = new ShiftedTime();
        try
        {
            await using (var before = await Start())
            {
                await before.Report("live", "CASE000000000001", before.Building("live", 7));
            }
            time.Advance(TimeSpan.FromHours(10));
            var restartedAt = time.GetUtcNow();
            await using var after = await Start();
            var stream = after.Case("live", "CASE000000000001");
            await after.NamesOf(stream, names => names.Contains("dispute-escalated"));
            await after.Quiet("live");

            Assert.Equal(["dispute-reported", "dispute-escalated"], await after.NamesSoFar(stream));
            var (reported, climbed) = await after.Journal.ReadStream(stream, 0) is [var first, var second] ? (first, (DisputeEscalated)EventCodec.Decode(second)) : default;
            Assert.Equal(reported!.At.AddMinutes(15), climbed!.DueAt);
            Assert.InRange(climbed.At, restartedAt.AddSeconds(-1), restartedAt.AddMinutes(1));
            Assert.Equal([climbed.At.AddMinutes(15)], (await after.DueOf(stream)).Select(due => due.DueAt));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Task<DistrictHost> Start() => DistrictHost.Start(folder, options => options with { Demo = GridActors.Silo.Hosting.DemoMode.Off }, services => services.AddSingleton<TimeProvider>(time));
    }

    [Fact]
    public async Task Two_deadlines_of_one_case_at_one_instant_both_fire()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 });
        var stream = district.Case("demo", "CASE000000000001");
        await district.Report("demo", "CASE000000000001", AreaId.District.Unlocated, Category.Neighbour);
        await district.Act(stream, "accept", new AcceptDispute(Operator));
        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator));
        var due = await district.DueOf(stream);
        Assert.Equal(["settle", "term"], due.Select(one => one.Kind).Order());
        Assert.Equal(due[0].DueAt, due[1].DueAt);

        await district.Realms.Step(district.InstanceOf("demo"));

        Assert.Equal(["dispute-alarmed", "dispute-term-lapsed"], (await district.NamesSoFar(stream)).Skip(3));
        Assert.Empty(await district.DueOf(stream));
    }

    [Fact]
    public async Task An_acknowledgement_stops_the_acknowledge_clock_and_starts_the_settle_clock()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 });
        var stream = district.Case("demo", "CASE000000000001");
        await district.Report("demo", "CASE000000000001", district.Building("demo", 7));
        await district.NamesOf(stream, names => names.Contains("dispute-assigned"));
        var before = Assert.Single(await district.DueOf(stream));

        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator));

        var after = Assert.Single(await district.DueOf(stream));
        Assert.Equal(("acknowledge", "settle"), (before.Kind, after.Kind));
        Assert.Equal(before.DueAt.AddMinutes(-15).AddHours(24), after.DueAt);
        await district.Realms.Step(district.InstanceOf("demo")); // the worker's duty ends; the operator's case only loses its task
        Assert.Equal("dispute-shift-ended", (await district.NamesSoFar(stream))[^1]);
        await district.Realms.Step(district.InstanceOf("demo"));
        Assert.Equal("dispute-escalated", (await district.NamesSoFar(stream))[^1]);
        Assert.Equal(after.DueAt, district.Realms.Find("demo")!.Now);
    }

    [Fact]
    public async Task Live_deadlines_fire_by_themselves_when_their_hour_comes()
    {
        var time = new ShiftedTime();
        await using var district = await DistrictHost.Start(services: services => services.AddSingleton<TimeProvider>(time));
        var stream = district.Case("live", "CASE000000000001");
        await district.Report("live", "CASE000000000001", district.Building("live", 7));
        foreach (var climbed in Enumerable.Range(1, 3))
        {
            time.Advance(TimeSpan.FromMinutes(15));
            await district.NamesOf(stream, names => names.Count(name => name == "dispute-escalated") == climbed);
        }
        time.Advance(TimeSpan.FromMinutes(15));
        await district.NamesOf(stream, names => names.Contains("dispute-alarmed"));
        time.Advance(TimeSpan.FromDays(3));
        await district.Quiet("live");
        Assert.Equal(5, (await district.NamesSoFar(stream)).Length);
    }
}
