using System.CommandLine;
using GridActors.LoadTest.Baselines;
using Microsoft.Extensions.Hosting;

namespace GridActors.LoadTest.Cli;

/// <summary><c>baseline empty|plain-sqlite|plain-postgres</c>: what <c>bench</c> starts to compare with; hidden, and on loopback by default.</summary>
internal static class BaselineVerb
{
    public static Command Command()
    {
        var urls = new Option<string>("--urls") { DefaultValueFactory = static _ => "http://127.0.0.1:5099" };
        var folder = new Option<DirectoryInfo>("--data") { DefaultValueFactory = static _ => new(Directory.GetCurrentDirectory()) };
        var empty = new Command("empty", "An endpoint that does nothing") { urls };
        empty.SetAction((parsed, cancel) => ((IHost)EmptyEndpoint.Build(parsed.GetRequiredValue(urls))).RunAsync(cancel));
        var plain = new Command("plain-sqlite", "The plain way: one transaction per request") { urls, folder };
        plain.SetAction((parsed, cancel) =>
            ((IHost)PlainSqlite.Build(parsed.GetRequiredValue(urls), parsed.GetRequiredValue(folder).FullName)).RunAsync(cancel));
        var connection = new Option<string>("--connection") { Required = true };
        var postgres = new Command("plain-postgres", "The plain way on PostgreSQL: one transaction per request") { urls, connection };
        postgres.SetAction((parsed, cancel) =>
            ((IHost)PlainPostgres.Build(parsed.GetRequiredValue(urls), parsed.GetRequiredValue(connection))).RunAsync(cancel));
        return new("baseline", "What the benchmarks compare with") { Hidden = true, Subcommands = { empty, plain, postgres } };
    }
}
