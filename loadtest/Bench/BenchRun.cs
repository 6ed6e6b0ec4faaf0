using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;

namespace GridActors.LoadTest.Bench;

/// <summary>What the benchmarks of one invocation share: how long, from which seed, where, and what has been measured.</summary>
/// <param name="Quick">Seconds instead of minutes: to see that everything works, not to quote.</param>
/// <param name="OpsWebAssembly">The built service.</param>
/// <param name="Scratch">An empty folder on the disk to be measured; removed afterwards.</param>
/// <param name="Say">Progress, one line at a time.</param>
internal sealed record BenchRun(int Seed, bool Quick, string OpsWebAssembly, DirectoryInfo Scratch, Action<string> Say)
{
    private readonly List<BenchResult> results = [];
    private int folders;

    public IReadOnlyList<BenchResult> Results => results;

    public void Add(BenchResult result)
    {
        results.Add(result);
        Say($"  {result.Name}: {BenchTable.Number(result.Value)} {result.Unit}");
    }

    /// <summary>The value measured under this name earlier in this invocation, or null.</summary>
    public double? Measured(string name) => results.FirstOrDefault(result => result.Name == name)?.Value;

    /// <summary>The full length, or the short one of a quick run.</summary>
    public TimeSpan For(double seconds, double quick) => TimeSpan.FromSeconds(Quick ? quick : seconds);

    public DirectoryInfo Folder(string name) => Scratch.CreateSubdirectory($"{name}-{++folders}");

    /// <summary>The service on a fresh data folder with places and people, on which nobody plays by himself.</summary>
    public async Task<OpsWeb> StartOpsWeb(CancellationToken cancel, string demo = "quiet")
    {
        Say($"starting the service (--demo {demo})");
        var program = ChildProgram.Start(OpsWebAssembly, "--data", Folder("service").FullName, "--demo", demo);
        var service = new OpsWeb(program);
        try
        {
            await program.Ready(cancel);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async Task<ChildProgram> StartBaseline(string kind, CancellationToken cancel)
    {
        var program = ChildProgram.Start(
            typeof(BenchRun).Assembly.Location, (string[])["baseline", kind, .. kind == "empty" ? (string[])[] : ["--data", Folder(kind).FullName]]);
        await program.Ready(cancel);
        return program;
    }

    /// <summary>Runs a scenario with a line of progress every five seconds.</summary>
    public Task<Stats> Run(Scenario scenario, CancellationToken cancel)
    {
        const int everySeconds = 5;
        var run = new LoadRun(scenario, Seed, TimeProvider.System)
        {
            EachSecond = second =>
            {
                if (second.Second % everySeconds == 0) Say("    " + RunTable.Line(second));
            },
        };
        return run.Run(cancel);
    }
}
