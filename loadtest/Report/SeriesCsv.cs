using System.Globalization;
using GridActors.LoadTest.Engine;

namespace GridActors.LoadTest.Report;

/// <summary>A run second by second, for a spreadsheet.</summary>
public static class SeriesCsv
{
    public static string Text(Stats stats) => string.Join('\n', [
        "second,ok,fail,p50Ms,p99Ms",
        .. stats.Series.Select(second => string.Create(CultureInfo.InvariantCulture, $"{second.Second},{second.Ok},{second.Fail},{second.P50},{second.P99}")),
        ""]);
}
