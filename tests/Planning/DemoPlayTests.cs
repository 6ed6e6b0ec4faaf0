using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Silo.Hosting;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using GridActors.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Planning;

/// <summary>The demo as its process plays it: on real grains, by the realm's clock.</summary>
public sealed class DemoPlayTests
{
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_demo_opens_in_the_middle_of_its_work_and_moves_on_and_goes_on_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("demo-").FullName;
        try
        {
            long position;
            await using (var district = await Open(folder))
            {
                var instance = district.InstanceOf("demo");
                var status = district.Realms.StatusOf(instance);
                Assert.Equal(0, status.Parked);
                await Moves(district);
                var entries = await district.Entries("demo");
                var (backlog, played) = (entries.Where(entry => entry.At < Start).ToList(), entries.Where(entry => entry.At > Start).ToList());
                Assert.InRange(OpenIn(backlog), 300, 500);
                Assert.Contains(played, entry => entry.Name == "building-visited");
                Assert.Contains(played, entry => entry.Name.StartsWith("dispute-", StringComparison.Ordinal));
                Assert.All(played.Where(entry => entry.Name == "dispute-reported"), entry => Assert.Equal(TieRank.Arrival, entry.TieRank));

                var reported = played.First(entry => entry.Name == "dispute-reported");
                var text = Assert.Single(await district.Get<IVault>().Open(instance, reported.Stream.Id, [ReportText.Field]));
                Assert.NotEmpty(ReportText.Parse(text.Text).Text);
                position = district.Journal.Head(instance, Partition.Open).Position;
            }

            await using (var again = await Open(folder))
            {
                await Moves(again);
                var entries = await again.Entries("demo");
                var after = entries.Skip((int)position).Where(entry => entry.Stream.Kind != "realm").ToList();
                Assert.All(after, entry => Assert.True(entry.At > Start)); // time between processes never counts, and nothing is done twice
                Assert.Equal(entries.Count, entries.Select(entry => (entry.Stream.Name, entry.Version)).Distinct().Count());
                Assert.InRange(OpenIn(entries), 300, 500);
                Assert.Equal(0, again.Realms.StatusOf(again.InstanceOf("demo")).Parked);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_demo_that_has_grown_too_large_is_followed_by_its_next_instance()
    {
        await using var district = await DistrictHost.Start(
            with: options => options with { Demo = DemoMode.On, DemoRate = 300, DemoStartsAt = Start },
            services: services => services.AddSingleton<IRealmPlays>(provider => new SoonTooLarge(provider)));
        await DistrictHost.Until(() => district.InstanceOf("demo") == "demo-0002", "the large demo stays");
        await Moves(district);
        Assert.Equal(0, district.Realms.StatusOf("demo-0002").Parked);
    }

    private sealed class SoonTooLarge(IServiceProvider services) : IRealmPlays
    {
        public IRealmPlay Of(string instance, RealmClock clock) => new DemoPlay(
            instance, clock, new(Seed: 1), services.GetRequiredService<PlayGround>(), entriesMax: instance == "demo-0001" ? 100 : long.MaxValue,
            tooLarge: () => _ = Task.Run(() => services.GetRequiredService<IRealms>().WipeDemo()));
    }

    private static Task<DistrictHost> Open(string folder) =>
        DistrictHost.Start(folder, options => options with { Demo = DemoMode.On, DemoRate = 300, DemoStartsAt = Start });

    /// <summary>Until a good many more rows have come.</summary>
    private static Task Moves(DistrictHost district)
    {
        var instance = district.InstanceOf("demo");
        var from = district.Journal.Head(instance, Partition.Open).Position;
        return DistrictHost.Until(() => district.Journal.Head(instance, Partition.Open).Position >= from + 150, "the demo stands still");
    }

    private static int OpenIn(IEnumerable<JournalEntry> entries) => entries.Where(entry => entry.Stream.Kind == DisputeStream.Kind)
        .GroupBy(entry => entry.Stream).Count(@case => @case.Aggregate((Dispute)new Dispute.Unreported(), (state, entry) => Dispute.Evolve(state, (DisputeEvent)EventCodec.Decode(entry))) is Dispute.Open);
}
