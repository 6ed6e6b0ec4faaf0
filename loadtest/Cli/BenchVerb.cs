using System.CommandLine;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Report;
using Spectre.Console;

namespace GridActors.LoadTest.Cli;

/// <summary><c>bench NAME…</c>: measures the built service beside its baselines on this machine.</summary>
internal static class BenchVerb
{
    private const string Both = "both";

    public static Command Command()
    {
        var names = new Argument<string[]>("name") { Description = "Which ones; all when none is named", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. BenchPlan.All.Select(bench => bench.Name)]);
        var store = new Option<string>("--store") { Description = "The database to measure on; PostgreSQL is started for it", DefaultValueFactory = static _ => Both };
        store.AcceptOnlyFromAmong(BenchPlan.Sqlite, BenchPlan.Postgres, Both);
        var quick = new Option<bool>("--quick") { Description = "Seconds instead of minutes: to see that it works, not to quote" };
        var opsWeb = new Option<FileInfo?>("--ops-web") { Description = "The built GridActors.OpsWeb.dll; else the one built in this repository" };
        var scratch = new Option<DirectoryInfo?>("--scratch") { Description = "Where data folders are made (the disk is measured too); else the temporary folder" };
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measure the built service on this machine") { names, store, quick, opsWeb, scratch, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = parsed.GetValue(store) is { } one and not Both ? (string[])[one] : [BenchPlan.Sqlite, BenchPlan.Postgres];
            var plan = BenchPlan.Of(parsed.GetValue(names) ?? [], wanted, parsed.GetValue(quick));
            var folder = Directory.CreateDirectory(Path.Combine(parsed.GetValue(scratch)?.FullName ?? Path.GetTempPath(), $"gridactors-bench-{Environment.ProcessId}"));
            try
            {
                var session = new BenchSession(plan, parsed.GetValue(seed), parsed.GetValue(opsWeb)?.FullName ?? BuiltOpsWeb(), folder);
                var isWhole = await Whole(session, cancel);
                AnsiConsole.Write(BenchTable.Of(session.Results));
                if (parsed.GetValue(json) is { } file) await ResultsFile.Write(file, parsed.GetValue(seed), session.Results, CancellationToken.None);
                return isWhole && !session.Results.Any(result => result.Failed) ? 0 : CommonOptions.NotMet;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    /// <summary>What was measured before somebody ended it is still shown.</summary>
    private static async Task<bool> Whole(BenchSession session, CancellationToken cancel)
    {
        try
        {
            return await session.Run(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
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
