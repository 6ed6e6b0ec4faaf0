namespace GridActors.LoadTest.Engine;

/// <summary>
/// Runs one scenario. Open-loop work is timed from its intended start, so that time spent waiting because the service (or this program)
/// was late counts as latency; a closed loop cannot show that, and its figures say how fast the service goes, not how it feels.
/// </summary>
public sealed class LoadRun(Scenario scenario, int seed, TimeProvider time)
{
    /// <summary>Open-loop work that has not been answered; more is recorded as failed with the code <c>overload</c> and not started.</summary>
    private const int OutstandingMax = 100_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    private ScenarioFigures figures = new(scenario.Name);
    private long started;
    private int outstanding;

    /// <summary>Called once a second with what happened in it.</summary>
    public Action<SecondOfRun>? EachSecond { get; set; }

    /// <summary>What has been recorded so far.</summary>
    public ScenarioFigures Figures => figures;

    /// <summary>Work under way.</summary>
    public int Outstanding => Volatile.Read(ref outstanding);

    /// <summary>From <see cref="Scenario.Init"/> through every stretch to <see cref="Scenario.Clean"/>.</summary>
    public async Task<Stats> Run(CancellationToken cancel)
    {
        await scenario.Init(cancel);
        try
        {
            if (scenario.WarmUp > TimeSpan.Zero)
            {
                await RunStretches([scenario.Load[0] with { During = scenario.WarmUp }], cancel);
                await Drained(cancel);
                figures = new(scenario.Name);
                started = 0;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var begun = time.GetTimestamp();
            var seconds = CountSeconds(begun, ended.Token);
            await RunStretches([.. scenario.Load], cancel);
            var during = time.GetElapsedTime(begun);
            await Drained(cancel);
            await ended.CancelAsync();
            await seconds;
            return figures.Snapshot(during);
        }
        finally
        {
            await scenario.Clean();
        }
    }

    private async Task RunStretches(LoadSimulation[] stretches, CancellationToken cancel)
    {
        var draw = new Random(seed);
        var begin = time.GetTimestamp();
        LoadSimulation before = new LoadSimulation.Pause();
        foreach (var stretch in stretches)
        {
            switch (stretch)
            {
                case LoadSimulation.Inject inject:
                    await Inject(begin, Arrivals.Of(inject.RateAtEnd, inject.RateAtEnd, inject.During, inject.Spacing, draw), cancel);
                    break;
                case LoadSimulation.RampingInject ramp:
                    await Inject(begin, Arrivals.Of(before.RateAtEnd, ramp.RateAtEnd, ramp.During, ramp.Spacing, draw), cancel);
                    break;
                case LoadSimulation.KeepConstant keep:
                    await Loop(begin, keep.Copies, keep.Copies, keep.During, cancel);
                    break;
                case LoadSimulation.RampingConstant ramp:
                    await Loop(begin, before.CopiesAtEnd, ramp.Copies, ramp.During, cancel);
                    break;
            }

            var left = stretch.During - time.GetElapsedTime(begin);
            if (left > TimeSpan.Zero) await Task.Delay(left, time, cancel);
            begin += (long)(stretch.During.TotalSeconds * time.TimestampFrequency);
            before = stretch;
        }
    }

    private async Task Inject(long begin, IEnumerable<TimeSpan> arrivals, CancellationToken cancel)
    {
        foreach (var arrival in arrivals)
        {
            while (time.GetElapsedTime(begin) < arrival) await Task.Delay(Tick, time, cancel);
            if (Outstanding >= OutstandingMax)
            {
                figures.Record(TimeSpan.Zero, Response.Fail("overload"));
                continue;
            }

            var intended = begin + (long)(arrival.TotalSeconds * time.TimestampFrequency);
            Interlocked.Increment(ref outstanding); // here, not in the task: the drain may look before a task has begun
            _ = Task.Run(async () => await Once(intended, cancel), CancellationToken.None);
        }
    }

    private async Task Loop(long begin, int from, int to, TimeSpan during, CancellationToken cancel)
    {
        await Task.WhenAll(Enumerable.Range(0, Math.Max(from, to)).Select(copy => Task.Run(() => Copy(copy), cancel)));

        async Task Copy(int copy)
        {
            for (var elapsed = time.GetElapsedTime(begin); elapsed < during; elapsed = time.GetElapsedTime(begin))
            {
                var wanted = from + (to - from) * (elapsed / during);
                if (copy >= wanted)
                {
                    await Task.Delay(Tick * 10, time, cancel);
                    continue;
                }

                Interlocked.Increment(ref outstanding);
                await Once(time.GetTimestamp(), cancel);
            }
        }
    }

    private async ValueTask Once(long intended, CancellationToken cancel)
    {
        try
        {
            var into = figures;
            var context = new ScenarioContext(Interlocked.Increment(ref started) - 1, into, cancel);
            var response = await Step.Answered(() => scenario.Run(context));
            into.Record(time.GetElapsedTime(intended), response);
        }
        finally
        {
            Interlocked.Decrement(ref outstanding);
        }
    }

    /// <summary>Waits for what is still under way; what does not come back in time is recorded as failed, not forgotten.</summary>
    private async Task Drained(CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        while (Outstanding > 0 && time.GetElapsedTime(begun) < DrainMax) await Task.Delay(Tick * 5, time, cancel);
        for (var lost = Outstanding; lost > 0; lost--) figures.Record(DrainMax, Response.Fail("unanswered"));
    }

    private async Task CountSeconds(long begun, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                EachSecond?.Invoke(figures.EndSecond((int)Math.Round(time.GetElapsedTime(begun).TotalSeconds)));
            }
        }
        catch (OperationCanceledException)
        {
            figures.EndSecond((int)Math.Ceiling(time.GetElapsedTime(begun).TotalSeconds));
        }
    }
}
