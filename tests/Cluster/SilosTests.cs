using System.Diagnostics;
using GridActors.Tests.Faults;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Cluster;

/// <summary>F1-F4 with two silos and a web node as real processes on PostgreSQL, while people work.</summary>
[Collection(nameof(FaultTrials))]
public sealed class SilosTests(PostgresServer server)
{
    private static readonly TimeSpan TakeOverMax = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Reports_flow_and_their_grains_are_spread_over_both_silos()
    {
        await using var trial = await ClusterTrial.Start(server, seed: 401);
        await trial.Load.Until(more: 400);
        await using (var census = await GrainCensus.Start(trial.Processes.Connection))
        {
            var grains = await census.Count("dispute", "live");
            trial.Say($"cases by silo {string.Join(" and ", grains.Values)}");
            Assert.Equal(2, grains.Count);
            Assert.All(grains.Values, count => Assert.InRange(count, grains.Values.Sum() / 5, grains.Values.Sum()));
        }
        await Sound(trial);
    }

    [Fact]
    public async Task A_killed_silos_grains_answer_elsewhere_and_another_runs_live_in_seconds()
    {
        await using var trial = await ClusterTrial.Start(server, seed: 402);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 20); round++)
        {
            await trial.Load.Until(more: 150);
            var killed = await trial.Holder();
            var harmedAt = Stopwatch.GetTimestamp();
            await killed.Kill();
            var took = await trial.TakenOverFrom(killed, TakeOverMax);
            await trial.Load.Until(more: 100, TimeSpan.FromSeconds(20));
            trial.Say($"killed: served again after {trial.ServedAgainAfter(harmedAt).TotalSeconds:0.0} s, live run elsewhere after {took.TotalSeconds:0.0} s");
            await trial.Processes.Restart(killed);
            await trial.Processes.UntilActive(2);
        }
        await Sound(trial);
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_drains_and_nobody_notices()
    {
        await using var trial = await ClusterTrial.Start(server, seed: 403);
        await trial.Load.Until(more: 200);
        var stopped = await trial.Holder();
        var refusedBefore = trial.Load.Refused.Seconds;
        var took = await ClusterProcesses.Stop(stopped);
        Assert.Equal(0, stopped.ExitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var takenOver = await trial.TakenOverFrom(stopped, TakeOverMax);
        await trial.Load.Until(more: 100, TimeSpan.FromSeconds(20));
        trial.Say($"stopped in {took.TotalSeconds:0.0} s, live run elsewhere {takenOver.TotalSeconds:0.0} s later, {trial.Load.Refused.Seconds - refusedBefore} s with a refusal");
        await trial.Processes.Restart(stopped);
        await trial.Processes.UntilActive(2);
        await Sound(trial);
    }

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 60, Explicit = true)]
    public async Task All_silos_killed_and_started_again_serve_on_the_same_ports_and_on_new_ones(bool newPorts, int seconds)
    {
        await using var trial = await ClusterTrial.Start(server, seed: newPorts ? 405 : 404);
        await trial.Load.Until(more: 200);
        var killed = trial.Processes.Silos.ToList();
        foreach (var silo in killed) await silo.Kill();
        var harmedAt = Stopwatch.GetTimestamp();
        using (var health = await trial.Processes.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)) Assert.True(health.IsSuccessStatusCode); // the web node stays
        foreach (var silo in killed) await trial.Processes.Restart(silo, newPorts);
        await trial.Load.Until(more: 50, TimeSpan.FromSeconds(seconds));
        var served = trial.ServedAgainAfter(harmedAt);
        trial.Say($"all killed, {(newPorts ? "new" : "same")} ports: served again after {served.TotalSeconds:0.0} s");
        Assert.InRange(served, TimeSpan.Zero, TimeSpan.FromSeconds(seconds));
        await Sound(trial);
    }

    [Fact(Explicit = true)]
    public async Task A_frozen_silo_loses_its_realms_and_leaves_when_it_wakes()
    {
        await using var trial = await ClusterTrial.Start(server, seed: 406);
        await trial.Load.Until(more: 200);
        var frozen = await trial.Holder();
        var harmedAt = Stopwatch.GetTimestamp();
        ClusterProcesses.Freeze(frozen);
        try
        {
            var took = await trial.TakenOverFrom(frozen, TakeOverMax);
            await trial.Load.Until(more: 100, TimeSpan.FromSeconds(30));
            trial.Say($"frozen: served again after {trial.ServedAgainAfter(harmedAt).TotalSeconds:0.0} s, live run elsewhere after {took.TotalSeconds:0.0} s");
            await trial.Load.For(TimeSpan.FromSeconds(25) - Stopwatch.GetElapsedTime(harmedAt));
        }
        finally
        {
            ClusterProcesses.Wake(frozen);
        }
        await frozen.Ended(); // it reads that it was declared dead
        Assert.NotEqual(frozen, await trial.Holder());
        await trial.Processes.Restart(frozen);
        await trial.Processes.UntilActive(2);
        await trial.Load.Until(more: 50);
        await Sound(trial);
    }

    private static async Task Sound(ClusterTrial trial)
    {
        var found = await trial.Check();
        trial.Say("in the end");
        Assert.True(found.IsEmpty, found.ToString());
    }
}
