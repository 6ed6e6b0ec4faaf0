using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Something that takes reports over HTTP, so that all of them are loaded by the same code with the same bodies.</summary>
internal sealed class Subject(string name, ChildProgram program, string path, ImmutableArray<byte[]> bodies, CommandKeys keys)
{
    public const string Service = "service", Plain = "plain", Empty = "empty";

    /// <summary>Where baselines take reports.</summary>
    public const string PlainPath = "/api/reports";

    private long sent;

    public string Name { get; } = name;

    public ChildProgram Program { get; } = program;

    /// <summary>The widths that are tried: connections side by side.</summary>
    public static ImmutableArray<int> Widths { get; } = [16, 64, 512];

    /// <summary>A closed loop of this many connections.</summary>
    public async Task<Slice> Closed(BenchRun run, int width, TimeSpan during, TimeSpan warmUp, CancellationToken cancel) =>
        await Measure(run, Surge(width) with { Load = [LoadSimulation.Constant(width, during)], WarmUp = warmUp }, cancel);

    /// <summary>An open loop of seeded Poisson arrivals.</summary>
    public async Task<Slice> Open(BenchRun run, double rate, TimeSpan during, CancellationToken cancel) =>
        await Measure(run, Surge(Widths[^1]) with { Load = [LoadSimulation.InjectPerSecond(rate, during, Spacing.Poisson)] }, cancel);

    private Scenario Surge(int linesMax)
    {
        var surge = ReportSurge.To(Program.Address, path, bodies, keys, linesMax);
        return surge with { Run = context => surge.Run(context with { Number = Interlocked.Increment(ref sent) }) };
    }

    private async Task<Slice> Measure(BenchRun run, Scenario scenario, CancellationToken cancel)
    {
        using var self = Process.GetCurrentProcess();
        var (programBefore, selfBefore, begun) = (Program.ProcessorTime, self.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        var stats = await run.Run(scenario, cancel);
        self.Refresh();
        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        Program.ThrowIfEnded();
        return new(stats, (Program.ProcessorTime - programBefore) / elapsed, (self.TotalProcessorTime - selfBefore) / elapsed);
    }
}

/// <summary>One measured stretch, with the processor cores that the subject and this program used meanwhile.</summary>
internal sealed record Slice(Stats Stats, double SubjectCores, double GeneratorCores)
{
    public double PerSecond => Stats.Ok.PerSecond;
}
