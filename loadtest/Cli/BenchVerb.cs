using System.Collections.Immutable;
using System.CommandLine;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Report;
using Spectre.Console;

namespace GridActors.LoadTest.Cli;

/// <summary><c>bench NAME…</c>: measures the built service beside its baselines on this machine.</summary>
internal static class BenchVerb
{
    private static readonly ImmutableArray<(string Name, Func<BenchRun, CancellationToken, Task> Run)> Benches =
    [
        ("baselines", ReportsBench.RunBaselines),
        ("reports", ReportsBench.Run),
        ("sustained", SustainedBench.Run),
        ("board", BoardBench.Run),
        ("start", StartBench.Run),
        ("memory", MemoryBench.Run),
        ("idle", IdleBench.Run),
    ];

    public static Command Command()
    {
        var names = new Argument<string[]>("name") { Description = "Which ones; all when none is named", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. Benches.Select(bench => bench.Name)]);
        var quick = new Option<bool>("--quick") { Description = "Seconds instead of minutes: to see that it works, not to quote" };
        var opsWeb = new Option<FileInfo?>("--ops-web") { Description = "The built GridActors.OpsWeb.dll; else the one built in this repository" };
        var scratch = new Option<DirectoryInfo?>("--scratch") { Description = "Where data folders are made (the disk is measured too); else the temporary folder" };
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measure the built service on this machine") { names, quick, opsWeb, scratch, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. Benches.Select(bench => bench.Name).Where(name => name != "baselines")];
            var parent = parsed.GetValue(scratch)?.FullName ?? Path.GetTempPath();
            var folder = Directory.CreateDirectory(Path.Combine(parent, $"gridactors-bench-{Environment.ProcessId}"));
            var begun = TimeProvider.System.GetTimestamp();
            var run = new BenchRun(
                parsed.GetValue(seed),
                parsed.GetValue(quick),
                parsed.GetValue(opsWeb)?.FullName ?? BuiltOpsWeb(),
                folder,
                line => Console.Error.WriteLine($"{TimeProvider.System.GetElapsedTime(begun):mm\\:ss} {line}"));
            var failed = await RunAll(run, wanted, cancel);
            folder.Delete(recursive: true);
            AnsiConsole.Write(BenchTable.Of(run.Results));
            if (parsed.GetValue(json) is { } file) await ResultsFile.Write(file, run.Seed, run.Results, CancellationToken.None);
            return failed || run.Results.Any(result => result.Failed) ? CommonOptions.NotMet : 0;
        });
        return command;
    }

    /// <summary>One benchmark that breaks does not take the others' figures along; true when one did.</summary>
    private static async Task<bool> RunAll(BenchRun run, string[] wanted, CancellationToken cancel)
    {
        var failed = false;
        foreach (var (name, bench) in Benches.Where(bench => wanted.Contains(bench.Name)))
        {
            run.Say($"== {name}");
            try
            {
                await bench(run, cancel);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                failed = true;
                run.Say($"{name} could not be measured: {broken.Message}");
            }
        }

        return failed;
    }

    private static string BuiltOpsWeb()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "GridActors.sln"))) continue;
            return Path.Combine(folder.FullName, "ops-web", "bin", "Release", "net10.0", "GridActors.OpsWeb.dll");
        }

        return Path.Combine(AppContext.BaseDirectory, "GridActors.OpsWeb.dll");
    }
}
