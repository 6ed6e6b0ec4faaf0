using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GridActors.LoadTest.Stores;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>The service under measurement: its process, and what it says about itself.</summary>
/// <param name="owned">The place that goes when the service has gone; none when somebody else disposes of it.</param>
internal sealed class OpsWeb(ChildProgram program, DistrictPlace? owned = null) : IAsyncDisposable
{
    /// <summary>The realm that benchmarks load: it has places and people, so that every report runs its whole path.</summary>
    public const string Realm = "demo";

    public const string ReportsPath = "/api/reports?realm=" + Realm;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private ImmutableArray<string> buildings;

    public ChildProgram Program { get; } = program;

    public HttpClient Http { get; } = new() { BaseAddress = program.Address };

    /// <summary>The codes of all its buildings.</summary>
    public async Task<ImmutableArray<string>> Buildings(CancellationToken cancel)
    {
        if (buildings.IsDefault) buildings = await ServedPlaces.Buildings(Program.Address, Realm, cancel);
        return buildings;
    }

    /// <summary>The realm's clock; 1 is real time.</summary>
    public async Task SetRate(double rate, CancellationToken cancel)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri($"/api/realms/{Realm}/clock", UriKind.Relative), new { rate }, cancel);
        answer.EnsureSuccessStatusCode();
    }

    public Task<Metrics> Metrics(CancellationToken cancel) => Bench.Metrics.Read(Http, cancel);

    /// <summary>How far follow-ups are behind: seconds and journal entries.</summary>
    public async Task<(double Seconds, double Entries)> Lag(CancellationToken cancel)
    {
        var metrics = await Metrics(cancel);
        var entries = JournalPosition(metrics) - (metrics.Greatest("gridactors_followed_position", RealmLabel) ?? 0);
        return (metrics.Greatest("gridactors_follower_lag_seconds", RealmLabel) ?? 0, entries);
    }

    /// <summary>The last position of the realm's open journal.</summary>
    public async Task<double> JournalPosition(CancellationToken cancel) => JournalPosition(await Metrics(cancel));

    /// <summary>When each case's report after this position was recorded: the start of the transaction that committed it, by this machine's clock.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReportedAfter(double position, CancellationToken cancel)
    {
        var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var entry in Reports(position, cancel)) found[CaseOf(entry)] = entry.GetProperty("recordedAt").GetDateTimeOffset();
        return found;
    }

    /// <summary>The case of every report in the journal after this position, one a row.</summary>
    public async Task<IReadOnlyCollection<string>> ReportedCases(double position, CancellationToken cancel)
    {
        var found = new List<string>();
        await foreach (var entry in Reports(position, cancel)) found.Add(CaseOf(entry));
        return found;
    }

    /// <summary>Waits until follow-ups have caught up; answers how long that took, or null when it did not happen within the limit.</summary>
    public async Task<TimeSpan?> CaughtUp(TimeSpan limit, CancellationToken cancel)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < limit)
        {
            Program.ThrowIfEnded();
            if ((await Lag(cancel)).Entries <= 0) return TimeProvider.System.GetElapsedTime(begun);
            await Task.Delay(Poll, cancel);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Program.DisposeAsync();
        if (owned is not null) await owned.DisposeAsync();
    }

    private static string CaseOf(JsonElement entry) => entry.GetProperty("stream").GetString()!.Split('/')[1];

    private async IAsyncEnumerable<JsonElement> Reports(double position, [EnumeratorCancellation] CancellationToken cancel)
    {
        const int page = 1000;
        const string reported = "dispute-reported";
        for (var after = (long)position; ;)
        {
            var read = await Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/journal?realm={Realm}&after={after}&limit={page}", UriKind.Relative), cancel);
            var entries = read.GetProperty("entries");
            foreach (var entry in entries.EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == reported)) yield return entry;
            if (entries.GetArrayLength() < page) yield break;
            after += page;
        }
    }

    private const string RealmLabel = "realm=\"" + Realm + "\"";

    private static double JournalPosition(Metrics metrics) =>
        metrics.Greatest("gridactors_journal_position", RealmLabel) ?? throw new InvalidOperationException("/metrics has no gridactors_journal_position.");
}
