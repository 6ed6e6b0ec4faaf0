using GridActors.LoadTest.Report;

namespace GridActors.LoadTest.Bench;

/// <summary>Several subjects under the same load, one at a time and in turns.</summary>
/// <param name="quiet">Waits until what a subject left behind no longer disturbs the next.</param>
internal sealed class Comparison(BenchRun run, Func<Task> quiet)
{
    /// <summary>Turns of ten seconds (two in a quick run) for each.</summary>
    public int Rounds { get; init; } = run.Quick ? 2 : 6;

    /// <summary>Each subject's best number of connections, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> BestWidths(IEnumerable<Subject> subjects, CancellationToken cancel)
    {
        var widths = new Dictionary<string, int>();
        foreach (var subject in subjects)
        {
            var rate = -1.0;
            foreach (var width in Subject.Widths)
            {
                run.Say($"{subject.Name}: sweep at {width} connections");
                var slice = await subject.Closed(run, width, run.For(10, quick: 2), run.For(2, quick: 1), cancel);
                run.Say($"    {slice.PerSecond:#,0}/s, p99 {slice.Stats.Ok.Latency.P99:0.0} ms, {slice.Stats.Fail.Count} failed");
                if (slice.PerSecond > rate) (widths[subject.Name], rate) = (width, slice.PerSecond);
                await quiet();
            }
        }

        return widths;
    }

    public async Task<ILookup<string, Slice>> TakeTurns(IReadOnlyCollection<Subject> subjects, IReadOnlyDictionary<string, int> widths, CancellationToken cancel)
    {
        var slices = new List<(string Subject, Slice Slice)>();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var subject in subjects)
            {
                run.Say($"round {round} of {Rounds}: {subject.Name} at {widths[subject.Name]} connections");
                slices.Add((subject.Name, await subject.Closed(run, widths[subject.Name], run.For(10, quick: 2), TimeSpan.Zero, cancel)));
                await quiet();
            }
        }

        foreach (var subject in subjects) run.Add(new($"{subject.Name}.width", widths[subject.Name], "connections"));
        return slices.ToLookup(slice => slice.Subject, slice => slice.Slice);
    }

    /// <summary>Adds every subject's figures; answers its answers per second by its name.</summary>
    public IReadOnlyDictionary<string, double> Conclude(ILookup<string, Slice> slices)
    {
        foreach (var subject in slices)
        {
            run.Add(new(subject.Key, subject.Average(slice => slice.PerSecond), "/s"));
            run.Add(new($"{subject.Key}.p50", subject.Average(slice => slice.Stats.Ok.Latency.P50), "ms"));
            run.Add(new($"{subject.Key}.p99", subject.Max(slice => slice.Stats.Ok.Latency.P99), "ms"));
            run.Add(new($"{subject.Key}.failed", subject.Sum(slice => slice.Stats.Fail.Count), "answers", Must: Bound.UpTo(0)));
            run.Add(new($"{subject.Key}.cores", subject.Average(slice => slice.SubjectCores), "cores"));
            run.Add(new($"{subject.Key}.generator-cores", subject.Average(slice => slice.GeneratorCores), "cores"));
        }

        return slices.ToDictionary(subject => subject.Key, subject => subject.Average(slice => slice.PerSecond));
    }
}
