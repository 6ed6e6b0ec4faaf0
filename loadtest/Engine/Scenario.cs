using System.Collections.Immutable;

namespace GridActors.LoadTest.Engine;

/// <summary>What one piece of work came to. <see cref="StatusCode"/> is an HTTP status or a short word of the workload's own.</summary>
public readonly record struct Response(bool IsError, string StatusCode, int SizeBytes)
{
    public static Response Ok(string statusCode = "ok", int sizeBytes = 0) => new(false, statusCode, sizeBytes);

    public static Response Fail(string statusCode = "fail", int sizeBytes = 0) => new(true, statusCode, sizeBytes);
}

/// <summary>One piece of work, its place in the run, and what it was meant to start.</summary>
/// <param name="Number">Counts the scenario's invocations from 0.</param>
/// <param name="Figures">Where this invocation's steps are recorded.</param>
public sealed record ScenarioContext(long Number, ScenarioFigures Figures, CancellationToken Cancel);

/// <summary>What a load test does, how much of it, and what must hold; the words are NBomber's.</summary>
public sealed record Scenario(string Name, Func<ScenarioContext, ValueTask<Response>> Run)
{
    public Func<CancellationToken, Task> Init { get; init; } = static _ => Task.CompletedTask;

    public Func<Task> Clean { get; init; } = static () => Task.CompletedTask;

    /// <summary>The first stretch is run for this long beforehand without being recorded.</summary>
    public TimeSpan WarmUp { get; init; }

    public ImmutableArray<LoadSimulation> Load { get; init; } = [];

    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    public Scenario WithLoadSimulations(params ImmutableArray<LoadSimulation> load) => this with { Load = load };

    public Scenario WithThresholds(params ImmutableArray<Threshold> thresholds) => this with { Thresholds = thresholds };
}

/// <summary>A named part of a scenario with figures of its own.</summary>
public static class Step
{
    public static async ValueTask<Response> Run(string name, ScenarioContext context, Func<ValueTask<Response>> run)
    {
        var started = TimeProvider.System.GetTimestamp();
        var response = await Answered(run);
        context.Figures.Step(name).Record(TimeProvider.System.GetElapsedTime(started), response);
        return response;
    }

    /// <summary>An exception is a failed answer named after its type; cancellation alone passes through.</summary>
    internal static async ValueTask<Response> Answered(Func<ValueTask<Response>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return Response.Fail(broken.GetType().Name);
        }
    }
}

/// <summary>What must hold of a finished run; when one does not, the program's exit code is not 0.</summary>
public sealed record Threshold(string Name, Func<Stats, bool> Holds)
{
    public static Threshold NoFailures { get; } = new("no failures", static stats => stats.Fail.Count == 0);

    public static Threshold Percentile99(double milliseconds) =>
        new($"p99 ≤ {milliseconds:0.#} ms", stats => stats.Ok.Latency.P99 <= milliseconds);
}
