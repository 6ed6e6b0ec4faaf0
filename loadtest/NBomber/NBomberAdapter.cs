using GridActors.LoadTest.Engine;
using NBomber.Contracts;
using NBomber.CSharp;
using Theirs = NBomber.CSharp.Scenario;

namespace GridActors.LoadTest.NBomber;

/// <summary>Runs our scenarios under NBomber 5 or 6. Compiled only with <c>-p:NBomber=true</c>; from version 5 on an organisation needs its paid key.</summary>
public static class NBomberAdapter
{
    /// <summary>0 when every threshold held.</summary>
    public static int Run(Engine.Scenario scenario, CancellationToken cancel)
    {
        var started = -1L;
        var figures = new ScenarioFigures(scenario.Name);
        var theirs = Theirs.Create(scenario.Name, async _ =>
            {
                var response = await scenario.Run(new(Interlocked.Increment(ref started), figures, cancel));
                return response.IsError
                    ? Response.Fail(statusCode: response.StatusCode, sizeBytes: response.SizeBytes)
                    : (IResponse)Response.Ok(statusCode: response.StatusCode, sizeBytes: response.SizeBytes);
            })
            .WithInit(_ => scenario.Init(cancel))
            .WithClean(_ => scenario.Clean())
            .WithWarmUpDuration(scenario.WarmUp)
            .WithLoadSimulations([.. scenario.Load.Select(Simulation)]);
        var result = NBomberRunner.RegisterScenarios(theirs).Run();
        return result.AllFailCount == 0 ? 0 : 1;
    }

    private static LoadSimulation Simulation(Engine.LoadSimulation ours) => ours switch
    {
        Engine.LoadSimulation.Inject { Spacing: Spacing.Poisson } it =>
            Simulate.InjectRandom(minRate: 0, maxRate: 2 * (int)it.Rate, interval: it.Interval, during: it.During),
        Engine.LoadSimulation.Inject it => Simulate.Inject((int)it.Rate, it.Interval, it.During),
        Engine.LoadSimulation.RampingInject it => Simulate.RampingInject((int)it.Rate, it.Interval, it.During),
        Engine.LoadSimulation.KeepConstant it => Simulate.KeepConstant(it.Copies, it.During),
        Engine.LoadSimulation.RampingConstant it => Simulate.RampingConstant(it.Copies, it.During),
        _ => Simulate.Pause(ours.During),
    };
}
