using System.Runtime.CompilerServices;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Stores;

namespace GridActors.LoadTest.Bench;

/// <summary>What the benchmarks of one invocation share: how long, from which seed, where, and what has been measured.</summary>
/// <param name="Quick">Seconds instead of minutes: to see that everything works, not to quote.</param>
/// <param name="OpsWebAssembly">The built service.</param>
/// <param name="Scratch">An empty folder on the disk to be measured; removed afterwards.</param>
/// <param name="Say">Progress, one line at a time.</param>
internal sealed record BenchRun(int Seed, bool Quick, string OpsWebAssembly, DirectoryInfo Scratch, Action<string> Say)
{
    private readonly StrongBox<int> folders = new();

    /// <summary>The database that is measured on.</summary>
    public required IBenchStore Store { get; init; }

    /// <summary>Places that were filled once for the whole invocation.</summary>
    public required FilledPlaces Filled { get; init; }

    /// <summary>What is being measured, before every name: <c>reports/postgres/1M</c>.</summary>
    public string Scope { get; init; } = "";

    /// <summary>A journal with a few years in it; a tenth of that in a quick run.</summary>
    public PlaceSize FullJournal => PlaceSize.OfRows(Quick ? 100_000 : 1_000_000);

    /// <summary>All that was measured in this invocation; added to.</summary>
    public required List<BenchResult> Results { get; init; }

    /// <summary>The same run, one step further in its scope.</summary>
    public BenchRun In(string name) => this with { Scope = Scope.Length == 0 ? name : $"{Scope}/{name}" };

    public void Add(BenchResult result)
    {
        var named = Scope.Length == 0 ? result : result with { Name = $"{Scope} {result.Name}" };
        Results.Add(named);
        Say($"  {named.Name}: {BenchTable.Number(named.Value)} {named.Unit}");
    }

    /// <summary>The value measured under this name earlier in this invocation, or null.</summary>
    public double? Measured(string name) => Results.FirstOrDefault(result => result.Name == name)?.Value;

    /// <summary>The full length, or the short one of a quick run.</summary>
    public TimeSpan For(double seconds, double quick) => TimeSpan.FromSeconds(Quick ? quick : seconds);

    public DirectoryInfo Folder(string name) => Scratch.CreateSubdirectory($"{name}-{++folders.Value}");

    /// <summary>The service on a place, or on a fresh one that goes with it: places and people are there, and nobody plays by himself.</summary>
    public async Task<OpsWeb> StartOpsWeb(CancellationToken cancel, DistrictPlace? on = null)
    {
        const string demo = "quiet";
        Say($"starting the service on {Store.Name} (--demo {demo})");
        var place = on ?? await Store.NewPlace(Folder("service"));
        var service = new OpsWeb(ChildProgram.Start(OpsWebAssembly, [.. place.Arguments, "--demo", demo]), on is null ? place : null);
        try
        {
            await service.Program.Ready(cancel);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>The plain way on this run's store.</summary>
    public async Task<ChildProgram> StartPlainWay(CancellationToken cancel) => await StartOfOurs(["baseline", .. await Store.PlainWay(Folder("plain"))], cancel);

    /// <summary>The endpoint that does nothing.</summary>
    public Task<ChildProgram> StartEmptyEndpoint(CancellationToken cancel) => StartOfOurs(["baseline", "empty"], cancel);

    /// <summary>This program once more, with other arguments.</summary>
    public static async Task<ChildProgram> StartOfOurs(IEnumerable<string> arguments, CancellationToken cancel)
    {
        var program = ChildProgram.Start(typeof(BenchRun).Assembly.Location, arguments);
        try
        {
            await program.Ready(cancel);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
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
