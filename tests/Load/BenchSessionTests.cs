using System.Collections.Immutable;
using System.Net.Http.Json;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Sessions;
using GridActors.Tests.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Load;

public sealed class BenchSessionTests
{
    private static readonly string[] BothStores = [BenchPlan.Sqlite, BenchPlan.Postgres];

    private static Task Rated(BenchRun run, CancellationToken cancel)
    {
        run.In("1M").Add(new("rate", 5, "/s"));
        return Task.CompletedTask;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_whole_bench_is_planned_for_less_than_an_hour_and_a_quick_one_for_less_than_a_quarter_of_one()
    {
        Assert.InRange(BenchPlan.Of([], BothStores, quick: false).Seconds, 1, 60 * 60);
        Assert.InRange(BenchPlan.Of([], BothStores, quick: true).Seconds, 1, 15 * 60);
    }

    [Fact]
    public void What_a_database_has_little_part_in_is_measured_once_unless_it_is_named()
    {
        var all = BenchPlan.Of([], BothStores, quick: true);
        Assert.Equal((true, false), (Has(all, 0, "sessions"), Has(all, 1, "sessions")));
        Assert.Equal((true, true), (Has(all, 0, "reports"), Has(all, 1, "reports")));
        Assert.False(Has(all, 0, "baselines"));
        var named = BenchPlan.Of(["sessions"], BothStores, quick: true);
        Assert.Equal((true, true, false), (Has(named, 0, "sessions"), Has(named, 1, "sessions"), Has(named, 0, "reports")));

        static bool Has(BenchPlan plan, int store, string name) => plan.Stores[store].Benchmarks.Any(bench => bench.Name == name);
    }

    [Fact]
    public async Task One_benchmark_that_breaks_does_not_take_the_others_figures_along()
    {
        var folder = Directory.CreateTempSubdirectory("gridactors-session-");
        try
        {
            ImmutableArray<Benchmark> benchmarks =
            [
                new("broken", static (_, _) => throw new InvalidOperationException("no such thing"), 1, 1),
                new("whole", Rated, 1, 1),
            ];
            var session = new BenchSession(new([(BenchPlan.Sqlite, benchmarks)], Quick: true), seed: 1, opsWebAssembly: "", folder);
            Assert.False(await session.Run(Cancel));
            Assert.Equal([new BenchResult("whole/sqlite/1M rate", 5, "/s")], session.Results);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("a b c", "a b c", 0, 0)]
    [InlineData("a b c", "c b a", 0, 0)]
    [InlineData("a b c", "a b", 1, 0)]
    [InlineData("a b c", "a b b c", 0, 1)]
    [InlineData("a b", "a b x", 0, 1)]
    [InlineData("a a b", "a b", 1, 0)]
    public void What_clients_were_told_is_held_against_the_journal(string told, string written, long lost, long twice) =>
        Assert.Equal(new ReportedTally(lost, twice), ReportedTally.Of(told.Split(' '), written.Split(' ')));

    [Theory]
    [InlineData("district", false)]
    [InlineData("lead-district", true)]
    public async Task A_holder_says_how_many_of_its_sessions_live(string subject, bool phones)
    {
        await using var district = await ServedDistrict.Start();
        await using var holder = SessionHolder.Build("http://127.0.0.1:0", district.Address, "demo", [subject], phones);
        await holder.StartAsync(Cancel);
        using var http = new HttpClient { BaseAddress = new(holder.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        using var began = await http.PostAsync(new Uri("/hold?count=3", UriKind.Relative), content: null, Cancel);
        var held = await http.GetFromJsonAsync<HeldSessions>(new Uri("/held", UriKind.Relative), Cancel);
        Assert.Equal((3, true), (held!.Live, held.Pushes >= 3));
        Assert.Empty(held.Failed);
    }
}
