using GridActors.LoadTest.Engine;
using Spectre.Console;

namespace GridActors.LoadTest.Report;

/// <summary>Runs a scenario in view: a table that fills while it runs, or, where there is no terminal, a line a second.</summary>
public static class LiveRun
{
    public static async Task<Stats> Run(LoadRun run, string name, IAnsiConsole console, CancellationToken cancel)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            run.EachSecond = second => console.WriteLine(RunTable.Line(second));
            return await run.Run(cancel);
        }

        Stats? stats = null;
        await console.Live(new Text($"{name}: preparing")).AutoClear(true).StartAsync(async live =>
        {
            run.EachSecond = second => live.UpdateTarget(new Rows(
                RunTable.Of(run.Figures.Snapshot(TimeSpan.FromSeconds(second.Second))), new Text(RunTable.Line(second))));
            stats = await run.Run(cancel);
        });
        return stats!;
    }
}
