using System.Globalization;

namespace GridActors.Tests.Faults;

/// <summary>The figures of one trial, printed as a row of a table; with <c>GRIDACTORS_FAULTS_TABLE=FILE</c> also appended to a file.</summary>
internal sealed class FaultFigures
{
    private const string TableVariable = "GRIDACTORS_FAULTS_TABLE";

    private const string Heads =
        "| trial | store | seed | sent | acknowledged | refused | unknown | faults | lost | twice | phantom | reordered | board missing | refused s | slowest 5xx ms | first success ms | up again ms | longest board gap ms | notes |";

    private static readonly Lock Writing = new();

    private readonly List<string> notes = [];
    private TimeSpan? upAgain;

    /// <summary>Harm done.</summary>
    public int Faults { get; set; }

    /// <summary>When the last harm was done, as a monotonic timestamp; 0 = never.</summary>
    public long HarmedAt { get; set; }

    /// <summary>The row; empty before <see cref="Take"/>.</summary>
    public string Row { get; private set; } = "";

    public void UpAgainAfter(TimeSpan time) => upAgain = upAgain is { } worst && worst > time ? worst : time;

    public void Note(string note) => notes.Add(note);

    public void Take(DistrictUnderTrial district, Findings found, long head)
    {
        var sent = district.Load.Operations.Where(one => one.Attempts.Count > 0).ToList();
        int Count(Outcome outcome) => sent.Count(one => one.Outcome == outcome);
        var well = HarmedAt == 0 ? null : district.Load.Refused.FirstSuccessAfter(HarmedAt);
        object[] cells =
        [
            TestContext.Current.TestMethod?.MethodName ?? "", district.Store.Name, district.Seed, sent.Count, Count(Outcome.Acknowledged), Count(Outcome.Refused), Count(Outcome.Unknown), Faults,
            found[Wrong.Lost], found[Wrong.Duplicated], found[Wrong.Phantom], found[Wrong.Reordered], found[Wrong.BoardMissing], district.Load.Refused.Seconds,
            Milliseconds(district.Load.Refused.SlowestRefusal), Milliseconds(well), Milliseconds(upAgain), Milliseconds(district.Board.LongestGap), string.Join("; ", [$"{head} rows", .. notes]),
        ];
        Row = $"| {string.Join(" | ", cells)} |";
        Print(Row);
    }

    public static void Print(string row)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Heads);
        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable(TableVariable) is not { Length: > 0 } file) return;
        lock (Writing)
        {
            if (!File.Exists(file)) File.WriteAllText(file, $"{Heads}\n|{string.Concat(Enumerable.Repeat("---|", Heads.Count(letter => letter == '|') - 1))}\n");
            File.AppendAllText(file, row + "\n");
        }
    }

    private static string Milliseconds(TimeSpan? time) => time is { } there ? there.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) : "";
}
