using GridActors.LoadTest.Engine;

namespace GridActors.Tests.Load;

public sealed class LoadRunTests
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task An_open_loop_starts_what_was_intended_however_slow_the_answers_are()
    {
        var stuck = new TaskCompletionSource();
        var scenario = new Scenario("stuck", async context =>
        {
            if (context.Number == 99) stuck.SetResult();
            await stuck.Task;
            return Response.Ok();
        }).WithLoadSimulations(LoadSimulation.InjectPerSecond(250, Brief));
        var stats = await Run(scenario);
        Assert.Equal(100, stats.Ok.Count);
    }

    [Fact]
    public async Task Time_spent_waiting_behind_a_stall_counts_as_latency()
    {
        // One at a time, as a service that stalls: the first answer holds up all the others, and each waited from its intended start.
        using var counter = new SemaphoreSlim(1);
        var stall = TimeSpan.FromMilliseconds(300);
        var scenario = new Scenario("stall", async context =>
        {
            await counter.WaitAsync(context.Cancel);
            try
            {
                if (context.Number == 0) await Task.Delay(stall, TimeProvider.System, context.Cancel);
                return Response.Ok();
            }
            finally
            {
                counter.Release();
            }
        }).WithLoadSimulations(LoadSimulation.InjectPerSecond(250, Brief));
        var stats = await Run(scenario);
        Assert.InRange(stats.Ok.Latency.P50, 50, 10_000);
        Assert.True(stats.Ok.Latency.Max >= stall.TotalMilliseconds * 0.99);
    }

    [Fact]
    public async Task A_closed_loop_never_has_more_under_way_than_its_copies()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        var scenario = new Scenario("closed", async _ =>
        {
            lock (gate) most = Math.Max(most, ++now);
            await Task.Yield();
            lock (gate) now--;
            return Response.Ok();
        }).WithLoadSimulations(LoadSimulation.Constant(5, Brief));
        var stats = await Run(scenario);
        Assert.InRange(most, 1, 5);
        Assert.True(stats.Ok.Count > 5);
    }

    [Fact]
    public async Task Good_and_bad_answers_are_counted_apart_and_by_code()
    {
        var scenario = new Scenario("mixed", context => ValueTask.FromResult((context.Number % 4) switch
        {
            0 => Response.Fail("503"),
            1 => throw new IOException("the line broke"),
            _ => Response.Ok("201"),
        })).WithLoadSimulations(LoadSimulation.InjectPerSecond(100, Brief));
        var stats = await Run(scenario);
        Assert.Equal((20, 20), (stats.Ok.Count, stats.Fail.Count));
        Assert.Equal([("201", 20L), ("503", 10L), ("IOException", 10L)], stats.Codes.Select(code => (code.Key, code.Value)));
    }

    [Fact]
    public async Task Stretches_follow_one_another_and_steps_have_their_own_figures()
    {
        var scenario = new Scenario("steps", async context =>
        {
            await Step.Run("look", context, static () => ValueTask.FromResult(Response.Ok()));
            return await Step.Run("touch", context, () => ValueTask.FromResult(context.Number == 0 ? Response.Fail("missed") : Response.Ok()));
        }).WithLoadSimulations(
            LoadSimulation.RampPerSecond(100, Brief),
            LoadSimulation.InjectPerSecond(100, Brief),
            new LoadSimulation.Pause { During = TimeSpan.FromMilliseconds(50) },
            LoadSimulation.InjectPerSecond(50, Brief));
        var stats = await Run(scenario);
        Assert.Equal(20 + 40 + 20, stats.All);
        Assert.Equal(["look", "touch"], stats.Steps.Select(step => step.Name));
        Assert.Equal(1, stats.Steps[1].Fail.Count);
        Assert.True(stats.During >= 3 * Brief);
    }

    [Fact]
    public async Task What_is_warmed_up_is_not_counted()
    {
        var started = 0;
        var scenario = new Scenario("warm", _ =>
        {
            Interlocked.Increment(ref started);
            return ValueTask.FromResult(Response.Ok());
        })
        { WarmUp = Brief }.WithLoadSimulations(LoadSimulation.InjectPerSecond(100, Brief));
        var stats = await Run(scenario);
        Assert.Equal((40, 80), (stats.Ok.Count, started));
    }

    private static Task<Stats> Run(Scenario scenario) =>
        new LoadRun(scenario, seed: 7, TimeProvider.System).Run(TestContext.Current.CancellationToken);
}
