using System.Globalization;
using GridActors.LoadTest.Bench;
using GridActors.LoadTest.Stores;

namespace GridActors.LoadTest.Filling;

/// <summary>How much is in a place before it is measured.</summary>
/// <param name="Name">As in the names of results: <c>1M</c>.</param>
/// <param name="Rows">Rows of the journal, or 0.</param>
/// <param name="OpenCases">Open, acknowledged cases and nothing else, or 0.</param>
internal sealed record PlaceSize(string Name, long Rows = 0, int OpenCases = 0)
{
    public static PlaceSize Empty { get; } = new("empty");

    public static PlaceSize OfRows(long rows) => new(Short(rows), Rows: rows);

    public static PlaceSize OfOpenCases(int cases) => new(Short(cases) + "-open", OpenCases: cases);

    private static string Short(long count) => count switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1_000_000}M"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1_000}k"),
        _ => count.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Places filled once and copied for whoever measures on them.</summary>
internal sealed class FilledPlaces : IAsyncDisposable
{
    /// <summary>Of so many cases one is still open.</summary>
    private const int OfWhichOpen = 10;

    private readonly Dictionary<(string Store, PlaceSize Size), DistrictPlace> filled = [];

    /// <summary>A fresh copy, which the caller disposes of.</summary>
    public async Task<DistrictPlace> Copy(BenchRun run, PlaceSize size, CancellationToken cancel)
    {
        if (!filled.TryGetValue((run.Store.Name, size), out var place)) filled[(run.Store.Name, size)] = place = await Fill(run, size, cancel);
        return await run.Store.Copy(place, run.Folder(size.Name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var place in filled.Values) await place.DisposeAsync();
    }

    private static async Task<DistrictPlace> Fill(BenchRun run, PlaceSize size, CancellationToken cancel)
    {
        var place = await run.Store.NewPlace(run.Folder("filled"));
        await using (var service = await run.StartOpsWeb(cancel, place)) await service.Program.Stop(cancel);
        if (size == PlaceSize.Empty) return place;
        run.Say($"filling {size.Name} on {run.Store.Name}");
        var begun = TimeProvider.System.GetTimestamp();
        await using (var district = await OpenedDistrict.Open(place))
        {
            var filling = new DistrictFilling(district, run.Seed) { Grown = rows => run.Say(string.Create(CultureInfo.InvariantCulture, $"    {rows:#,0} rows")) };
            var open = size.Rows > 0 ? await filling.Rows(size.Rows, OfWhichOpen, cancel) : await filling.OpenCases(size.OpenCases, cancel);
            var elapsed = TimeProvider.System.GetElapsedTime(begun);
            run.Say(string.Create(CultureInfo.InvariantCulture, $"    {district.Position:#,0} rows, {open:#,0} cases open, in {elapsed.TotalSeconds:0.0} s"));
        }

        await run.Store.Settle(place);
        return place;
    }
}
