using System.CommandLine;
using GridActors.LoadTest.Cli;
using Spectre.Console;

const int columnsInAFile = 140;
var timeToTidyUp = TimeSpan.FromSeconds(30); // children and folders, after Ctrl+C
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = columnsInAFile;
var root = new RootCommand("GridActors load tests and benchmarks")
{
    LoadVerb.Command(),
    BenchVerb.Command(),
    BaselineVerb.Command(),
    SessionsVerb.Command(),
};
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = timeToTidyUp });
