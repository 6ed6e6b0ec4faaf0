using System.CommandLine;
using GridActors.LoadTest.Cli;

var root = new RootCommand("GridActors load tests and benchmarks")
{
    LoadVerb.Command(),
    BenchVerb.Command(),
    BaselineVerb.Command(),
};
return await root.Parse(args).InvokeAsync();
