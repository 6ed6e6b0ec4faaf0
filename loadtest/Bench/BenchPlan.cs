using System.Collections.Immutable;

namespace GridActors.LoadTest.Bench;

/// <summary>One benchmark: what it is called and how long it takes on a quiet machine.</summary>
/// <param name="Seconds">On one store, its filling included.</param>
/// <param name="QuickSeconds">The same in a quick run.</param>
internal sealed record Benchmark(string Name, Func<BenchRun, CancellationToken, Task> Run, int Seconds, int QuickSeconds)
{
    /// <summary>The database has little part in it: measured on the first store only, unless it is named.</summary>
    public bool OnceOnly { get; init; }

    /// <summary>Run only when it is named.</summary>
    public bool OnlyWhenNamed { get; init; }
}

/// <summary>Which benchmarks are run on which stores, in this order, and how long that should take.</summary>
internal sealed record BenchPlan(ImmutableArray<(string Store, ImmutableArray<Benchmark> Benchmarks)> Stores, bool Quick)
{
    public const string Sqlite = "sqlite", Postgres = "postgres";

    public static ImmutableArray<Benchmark> All { get; } =
    [
        new("baselines", ReportsBench.RunBaselines, Seconds: 200, QuickSeconds: 30) { OnlyWhenNamed = true },
        new("disk", DiskBench.Run, Seconds: 20, QuickSeconds: 8),
        new("reports", ReportsBench.Run, Seconds: 690, QuickSeconds: 85),
        new("sustained", SustainedBench.Run, Seconds: 330, QuickSeconds: 60),
        new("append", AppendBench.Run, Seconds: 75, QuickSeconds: 20),
        new("restart", RestartBench.Run, Seconds: 40, QuickSeconds: 10),
        new("board", BoardBench.Run, Seconds: 60, QuickSeconds: 18),
        new("surge", SurgeBench.Run, Seconds: 60, QuickSeconds: 25),
        new("growth", GrowthBench.Run, Seconds: 220, QuickSeconds: 60) { OnceOnly = true },
        new("start", StartBench.Run, Seconds: 20, QuickSeconds: 6),
        new("memory", MemoryBench.Run, Seconds: 90, QuickSeconds: 15) { OnceOnly = true },
        new("sessions", SessionsBench.Boards, Seconds: 150, QuickSeconds: 25) { OnceOnly = true },
        new("field", FieldBench.Run, Seconds: 100, QuickSeconds: 35) { OnceOnly = true },
        new("field-sessions", SessionsBench.Phones, Seconds: 150, QuickSeconds: 25) { OnceOnly = true, OnlyWhenNamed = true },
        new("heads", HeadsBench.Run, Seconds: 240, QuickSeconds: 30) { OnceOnly = true, OnlyWhenNamed = true },
        new("idle", IdleBench.Run, Seconds: 260, QuickSeconds: 35) { OnceOnly = true },
    ];

    /// <summary>Seconds that all of it should take.</summary>
    public int Seconds => Stores.Sum(store => store.Benchmarks.Sum(SecondsOf));

    /// <param name="names">Benchmarks, or none for all. What is named is measured on every store.</param>
    /// <param name="stores">Names of stores.</param>
    public static BenchPlan Of(IReadOnlyCollection<string> names, IReadOnlyList<string> stores, bool quick) => new(
        [.. stores.Select((store, n) => (store, All
            .Where(bench => names.Count == 0 ? !bench.OnlyWhenNamed : names.Contains(bench.Name))
            .Where(bench => n == 0 || names.Count > 0 || !bench.OnceOnly)
            .ToImmutableArray()))],
        quick);

    public int SecondsOf(Benchmark bench) => Quick ? bench.QuickSeconds : bench.Seconds;
}
