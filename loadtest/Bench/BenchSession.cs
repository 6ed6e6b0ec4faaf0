using System.Globalization;
using GridActors.LoadTest.Filling;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Stores;

namespace GridActors.LoadTest.Bench;

/// <summary>One invocation of <c>bench</c>: carries out its plan, says how it stands against it, and keeps what was measured.</summary>
/// <param name="folder">Where everything is made; whoever made it removes it afterwards.</param>
internal sealed class BenchSession(BenchPlan plan, int seed, string opsWebAssembly, DirectoryInfo folder)
{
    private readonly List<BenchResult> results = [];
    private readonly long begun = TimeProvider.System.GetTimestamp();

    public IReadOnlyList<BenchResult> Results => results;

    /// <summary>False when something could not be measured; why is said when it happens, and the rest goes on.</summary>
    public async Task<bool> Run(CancellationToken cancel)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"plan: {Minutes(plan.Seconds)} on a quiet machine; this one has {Machine.This.Cores} cores and a load of {Machine.This.Load:0.0}"));
        foreach (var (store, benchmarks) in plan.Stores) Say($"    {store}: {string.Join(", ", benchmarks.Select(bench => $"{bench.Name} {plan.SecondsOf(bench)} s"))}");
        var isWhole = true;
        foreach (var (store, benchmarks) in plan.Stores.Where(store => !store.Benchmarks.IsEmpty)) isWhole &= await Tried(store, () => On(store, benchmarks, cancel));
        Say($"took {Minutes(TimeProvider.System.GetElapsedTime(begun).TotalSeconds)}, planned {Minutes(plan.Seconds)}");
        return isWhole;
    }

    private async Task<bool> On(string name, IEnumerable<Benchmark> benchmarks, CancellationToken cancel)
    {
        var isWhole = true;
        await using var store = name == BenchPlan.Postgres
            ? (IBenchStore)await PostgresBenchStore.Start(folder.CreateSubdirectory("postgres-server"))
            : new SqliteBenchStore();
        await using var filled = new FilledPlaces();
        var run = new BenchRun(seed, plan.Quick, opsWebAssembly, folder.CreateSubdirectory(name), Say) { Store = store, Filled = filled, Results = results };
        foreach (var bench in benchmarks) isWhole &= await Tried($"{bench.Name}/{name}", () => Measured(run.In(bench.Name).In(name), bench, cancel));
        return isWhole;
    }

    private async Task<bool> Measured(BenchRun run, Benchmark bench, CancellationToken cancel)
    {
        Say($"== {run.Scope}, planned {plan.SecondsOf(bench)} s");
        var started = TimeProvider.System.GetTimestamp();
        await bench.Run(run, cancel);
        Say($"== {run.Scope} took {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        return true;
    }

    /// <summary>What breaks does not take the others' figures along.</summary>
    private async Task<bool> Tried(string what, Func<Task<bool>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            Say($"{what} could not be measured: {broken.Message}");
            return false;
        }
    }

    private void Say(string line) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(begun):mm\\:ss} {line}"));

    private static string Minutes(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} minutes");
}
