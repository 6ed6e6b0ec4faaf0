using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;
using Spectre.Console;

namespace GridActors.LoadTest.Cli;

/// <summary><c>load WORKLOAD --target URL</c>: one workload against a service that is already running.</summary>
internal static class LoadVerb
{
    private const string ReportSurgeName = "report-surge";
    private const string BoardWatchersName = "board-watchers";

    public static Command Command()
    {
        var workload = new Argument<string>("workload") { Description = "What to do to it" };
        workload.AcceptOnlyFromAmong(ReportSurgeName, BoardWatchersName);
        var target = new Option<Uri>("--target")
        {
            Description = "The service, http://host:port",
            CustomParser = Address,
            DefaultValueFactory = static _ => new("http://127.0.0.1:5080"),
        };
        var confirmed = new Option<bool>("--i-may-load-this-host") { Description = "Needed for every target that is not this machine" };
        var rate = new Option<double?>("--rate") { Description = "Open loop: arrivals a second" };
        var poisson = new Option<bool>("--poisson") { Description = "Spread open-loop arrivals as a Poisson stream" };
        var ramp = new Option<int>("--ramp") { Description = "Seconds to climb to the rate or the copies" };
        var copies = new Option<int>("--copies") { Description = "Closed loop: copies side by side", DefaultValueFactory = static _ => 64 };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = static _ => 10 };
        var p99 = new Option<double?>("--p99") { Description = "Threshold: 99 of 100 within this many milliseconds" };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write the run second by second" };
        var log = new Option<FileInfo?>("--hgrm") { Description = "Write the latency distribution in HdrHistogram's text form" };
        Option<string> realm = CommonOptions.Realm();
        Option<int> seed = CommonOptions.Seed();
        Option<FileInfo?> json = CommonOptions.Json();
        var command = new Command("load", "Load a running service")
        {
            workload, target, confirmed, rate, poisson, ramp, copies, seconds, p99, csv, log, realm, seed, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var to = parsed.GetRequiredValue(target);
            if (!await IsThisMachine(to, cancel) && !parsed.GetValue(confirmed))
            {
                await Console.Error.WriteLineAsync($"{to} is not this machine: add --i-may-load-this-host if you are allowed to.");
                return CommonOptions.NotMet;
            }

            var drawn = parsed.GetValue(seed);
            Scenario scenario;
            try
            {
                scenario = await Workload(parsed.GetRequiredValue(workload), to, parsed.GetRequiredValue(realm), drawn, cancel);
            }
            catch (HttpRequestException unreachable)
            {
                await Console.Error.WriteLineAsync($"{to} does not answer: {unreachable.Message}");
                return CommonOptions.NotMet;
            }

            scenario = scenario with
            {
                Load = Shape(parsed.GetValue(rate), parsed.GetValue(poisson), parsed.GetValue(ramp), parsed.GetValue(copies), parsed.GetValue(seconds)),
                Thresholds = parsed.GetValue(p99) is { } limit ? [Threshold.NoFailures, Threshold.Percentile99(limit)] : [Threshold.NoFailures],
            };
            var run = new LoadRun(scenario, drawn, TimeProvider.System);
            var stats = await LiveRun.Run(run, scenario.Name, AnsiConsole.Console, cancel);
            AnsiConsole.Write(RunTable.Of(stats));
            if (parsed.GetValue(csv) is { } csvFile) await File.WriteAllTextAsync(csvFile.FullName, SeriesCsv.Text(stats), cancel);
            if (parsed.GetValue(log) is { } logFile)
            {
                await using var writer = logFile.CreateText();
                run.Figures.WriteDistribution(writer);
            }

            if (parsed.GetValue(json) is { } jsonFile) await ResultsFile.Write(jsonFile, drawn, RunResults.Of(stats), cancel);
            return Verdict(scenario, stats);
        });
        return command;
    }

    /// <summary>Prints each threshold with whether it held; 0 when all did.</summary>
    internal static int Verdict(Scenario scenario, Stats stats)
    {
        foreach (var threshold in scenario.Thresholds)
        {
            AnsiConsole.MarkupLine($"{(threshold.Holds(stats) ? "[green]held[/]" : "[red]not held[/]")}  {Markup.Escape(threshold.Name)}");
        }

        return scenario.Thresholds.All(threshold => threshold.Holds(stats)) ? 0 : CommonOptions.NotMet;
    }

    internal static ImmutableArray<LoadSimulation> Shape(double? rate, bool poisson, int rampSeconds, int copies, int seconds)
    {
        var during = TimeSpan.FromSeconds(seconds);
        var climb = TimeSpan.FromSeconds(rampSeconds);
        var spacing = poisson ? Spacing.Poisson : Spacing.Even;
        ImmutableArray<LoadSimulation> shape = rate is { } perSecond
            ? [LoadSimulation.RampPerSecond(perSecond, climb, spacing), LoadSimulation.InjectPerSecond(perSecond, during, spacing)]
            : [LoadSimulation.RampCopies(copies, climb), LoadSimulation.Constant(copies, during)];
        return rampSeconds > 0 ? shape : [shape[1]];
    }

    private static async Task<Scenario> Workload(string name, Uri to, string realm, int seed, CancellationToken cancel)
    {
        const int linesMax = 1024;
        if (name == BoardWatchersName) return BoardWatchers.Of(to, realm, BoardWatchers.DistrictOnly);
        var buildings = await ServedPlaces.Buildings(to, realm, cancel);
        var bodies = ReportBodies.Draw(buildings, ReportSurge.BodiesMax, seed);
        return ReportSurge.To(to, $"/api/reports?realm={Uri.EscapeDataString(realm)}", bodies, CommandKeys.ForNewRun(seed), linesMax);
    }

    private static Uri? Address(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp) return address;
        argument.AddError("--target is an address such as http://127.0.0.1:5080");
        return null;
    }

    private static async Task<bool> IsThisMachine(Uri target, CancellationToken cancel)
    {
        if (target.IsLoopback) return true;
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancel);
        return addresses.All(IPAddress.IsLoopback);
    }
}
