using System.Globalization;
using Spectre.Console;

namespace GridActors.LoadTest.Report;

/// <summary>Measured figures for reading: ratios first, each beside its must and its aim.</summary>
public static class BenchTable
{
    public static Table Of(IEnumerable<BenchResult> results)
    {
        var table = new Table().RoundedBorder().AddColumns("what", "measured", "unit", "must", "aim", "");
        table.Columns[1].RightAligned();
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        foreach (var result in results.OrderByDescending(result => result.IsRatio))
        {
            table.AddRow(
                Markup.Escape(result.Name), Number(result.Value), Markup.Escape(result.Unit), Bar(result.Must), Bar(result.Aim), Verdict(result));
        }

        return table;
    }

    private static string Verdict(BenchResult result) => result switch
    {
        { Failed: true } => "[red]must not met[/]",
        { Aim: { } aim } when aim.MetBy(result.Value) => "[green]aim met[/]",
        { Must: not null } => "[green]must met[/]",
        { Aim: not null } => "[yellow]aim not met[/]",
        _ => "",
    };

    private static string Bar(Bound? bound) => bound is null ? "" : (bound.AtMost ? "≤ " : "≥ ") + Number(bound.Value);

    internal static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
