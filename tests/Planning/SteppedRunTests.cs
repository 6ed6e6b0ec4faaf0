using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;
using GridActors.Realms;
using GridActors.Rules;
using GridActors.Silo.Hosting;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using GridActors.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Planning;

/// <summary>Real actors on a real journal, taken step by step, against each other and against the same seed in memory.</summary>
public sealed class SteppedRunTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_stepped_runs_of_real_actors_from_one_seed_are_equal_and_equal_to_the_run_in_memory()
    {
        const int Steps = 400;
        var (first, inMemory) = await Stepped(seed: 3, Steps, visits: false);
        var (second, _) = await Stepped(seed: 3, Steps, visits: false);
        Assert.Equal(first, second);
        Assert.Equal(inMemory, first);
        foreach (var name in new[] { "dispute-escalated", "dispute-level-lowered", "dispute-refused", "dispute-triaged", "dispute-settled" })
            Assert.Contains(first, row => string.CompareOrdinal(row, Instants.Text(Start)) >= 0 && row.Contains($" {name}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_visits_of_a_demo_the_actors_write_what_the_run_in_memory_writes()
    {
        var (actors, inMemory) = await Stepped(seed: 4, steps: 150, visits: true);
        Assert.Equal(inMemory, actors);
        Assert.Contains(actors, row => row.Contains(" building-visited", StringComparison.Ordinal));
    }

    /// <summary>The rows of a paused demo after its backlog and some steps, and those of the same seed in memory up to the same instant.</summary>
    private async Task<(string[] Actors, string[] InMemory)> Stepped(int seed, int steps, bool visits)
    {
        var plan = new AgendaPlan(seed, Visits: visits);
        await using var district = await DistrictHost.Start(
            with: options => options with { Demo = DemoMode.On, DemoRate = 0, DemoStartsAt = Start, Seed = seed },
            services: services => services.AddSingleton<IRealmPlays>(provider => new Plays(plan, provider.GetRequiredService<PlayGround>())));
        var instance = district.InstanceOf("demo");
        var backlog = (await district.Entries("demo")).Count;
        var keys = district.Get<IRealmSecrets>().KeysOf(instance);
        var places = district.Get<IRealmPlaces>();
        var (registry, roster) = (places.RegistryOf(instance), places.RosterOf(instance));
        var injected = Injected(instance, keys, registry.Buildings[7].Id).ToList();
        foreach (var (target, envelope, command) in injected)
        {
            using var seal = district.Get<IVault>().NewCase(instance, target.Id); // without its key the people would have nothing to write with
            await district.Door.Send(target, command is ReportDispute ? envelope with { Vault = new([], [seal.Key], []) } : envelope, command);
            await district.Quiet("demo");
        }
        for (var step = 0; step < steps; step++) await district.Realms.Step(instance);
        var entries = (await district.Entries("demo")).Where(entry => entry.Stream.Kind != RealmStream.Kind).ToList();
        var until = entries.Max(entry => entry.At);
        output.WriteLine($"seed {seed}: {backlog} rows of backlog, {entries.Count} after {steps} steps up to {until:O}");
        Assert.Equal(0, district.Realms.StatusOf(instance).Parked);

        var agenda = new Agenda(instance, plan, keys, registry, roster, Start - Backlog.Length, visitsFrom: Start);
        var run = new PlanningRun(keys, RuleSet.Shipped, roster, agenda, Start - Backlog.Length);
        run.RunUntil(Start);
        foreach (var (target, envelope, command) in injected) run.Send(target, envelope, command);
        run.RunUntil(until);
        Assert.Equal(2, run.Entries.Count(entry => entry.At == Start.AddMinutes(5) && entry.Decoded is DisputeAlarmed));
        return (Rows(entries), Rows(run.Entries));
    }

    /// <summary>
    /// Two red cases at the airport at one instant, so that both their clocks run out at one instant too; a case that an operator sends up and down again; and
    /// one that is refused.
    /// </summary>
    private static IEnumerable<(StreamId Target, CommandEnvelope Envelope, DisputeCommand Command)> Injected(string instance, RealmKeys keys, AreaId building)
    {
        Actor desk = new(Actor.Operator);
        var report = new ReportDispute(Category.Hazard, Severity.Red, AreaId.Airport, "row");
        var quarrel = new ReportDispute(Category.Neighbour, Severity.Orange, building, "row");
        (string Case, DisputeCommand Command)[] injects =
        [
            ("terminal one", report), ("terminal two", report),
            ("up and down", quarrel), ("up and down", new LevelUpDispute(desk, "row")), ("up and down", new LevelDownDispute(desk, "row")),
            ("elsewhere", quarrel), ("elsewhere", new RefuseDispute(desk, RefuseReason.NotOurs, null)),
        ];
        return injects.Select((inject, n) => (
            StreamId.Of(instance, Partition.Open, DisputeStream.Kind, keys.CaseId("", inject.Case)),
            new CommandEnvelope { Id = keys.PersonsCommand("", "inject", $"{n}"), At = Start, TieRank = TieRank.Inject, ExpectNew = inject.Command is ReportDispute },
            inject.Command));
    }

    /// <summary>Every column but instance, position, recordedAt and hash, in the order of contract §6; clock rows are left out.</summary>
    private static string[] Rows(IEnumerable<JournalEntry> entries) =>
    [
        .. entries.OrderBy(e => e.At).ThenBy(e => e.TieRank).ThenBy(e => e.Stream.Partition).ThenBy(e => e.Stream.Name, StringComparer.Ordinal).ThenBy(e => e.Version)
            .Select(e => $"{Instants.Text(e.At)} {e.TieRank} {e.Stream.Partition} {e.Stream.Name} {e.Version}.{e.Ordinal} {e.Command} {e.Cause} {e.Name}.{e.NameVersion} {e.Payload}"),
    ];

    private sealed class Plays(AgendaPlan plan, PlayGround ground) : IRealmPlays
    {
        public IRealmPlay Of(string instance, RealmClock clock) => new DemoPlay(instance, clock, plan, ground, entriesMax: long.MaxValue, tooLarge: () => { });
    }
}
