using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GridActors.Tests.Faults;

/// <summary>
/// Residents and desks at work on a district whatever happens to it: an open loop of reports and case commands drawn from a seed. Whoever hears no answer, or 503,
/// sends the same again; one in ten gives up at the first silence, so that some outcomes stay unknown. Everything that was sent is kept.
/// </summary>
internal sealed class SeededLoad(int seed, Func<Uri> address, IReadOnlyList<string> buildings) : IAsyncDisposable
{
    /// <summary>Operations on their way; while there are more nobody begins another.</summary>
    private const int InFlightMax = 400;

    private const int ConnectionsMax = 2_000;

    private static readonly TimeSpan AnswerWaitMax = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ResendAfter = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly Random draw = new(seed);
    private readonly SocketsHttpHandler sockets = new() { MaxConnectionsPerServer = ConnectionsMax, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) };
    private readonly ConcurrentQueue<Operation> operations = new();
    private readonly ConcurrentDictionary<int, (string CaseId, string? ETag)> cases = new();
    private readonly ConcurrentDictionary<Task, bool> flying = new();
    private readonly CancellationTokenSource pumping = new(), givingUp = new();
    private HttpClient? http;
    private Task pump = Task.CompletedTask;
    private int begun, acknowledged;

    public IReadOnlyCollection<Operation> Operations => operations;

    /// <summary>2xx answers so far.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>How refusals by an absent or busy service were spread over time.</summary>
    public RefusedSeconds Refused { get; } = new();

    /// <summary>Begins operations, this many a second.</summary>
    public void Start(int perSecond)
    {
        http = new(sockets, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        pump = Task.Run(() => Pump(perSecond));
    }

    /// <summary>Waits until this many more operations were acknowledged.</summary>
    public async Task Until(int more, TimeSpan? within = null)
    {
        var target = Acknowledged + more;
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(Beat);
        while (Acknowledged < target) await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Lets the time pass under load.</summary>
    public async Task For(TimeSpan time)
    {
        var since = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(Beat);
        while (Stopwatch.GetElapsedTime(since) < time) await look.WaitForNextTickAsync();
    }

    /// <summary>Begins nothing more, and waits until everything begun was answered or given up.</summary>
    public async Task Finish()
    {
        await pumping.CancelAsync();
        await pump;
        await Task.WhenAll(flying.Keys);
    }

    /// <summary>One operation of the test's own, sent once. Nobody else acts on its case.</summary>
    public Task<Attempt> SendOnce(Operation operation) => Send(operation, CancellationToken.None, learns: false);

    /// <summary>A report of the test's own; its attempts are part of the history.</summary>
    public Operation Report(string key, int building = 0, string severity = "orange")
    {
        http ??= new(sockets, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var body = new JsonObject
        {
            ["category"] = "hazard",
            ["severity"] = severity,
            ["text"] = $"楼道堆物 {key}",
            ["place"] = new JsonObject { ["buildingId"] = buildings[building % buildings.Count] },
        };
        return Keep(new(Interlocked.Increment(ref begun), "report", key, null, body.ToJsonString(), null));
    }

    /// <summary>Somebody else's operation, sent from here as if never sent before.</summary>
    public Operation Again(Operation other) => Keep(new(Interlocked.Increment(ref begun), other.Act, other.Key, other.CaseId, other.Body, other.IfMatch));

    /// <summary>A note of the test's own on a case.</summary>
    public Operation NoteOn(string caseId, string key) =>
        Keep(new(Interlocked.Increment(ref begun), "note", key, caseId, new JsonObject { ["desk"] = "区-07", ["text"] = $"记录 {key}" }.ToJsonString(), null));

    /// <summary>Everybody gives up at once; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await pumping.CancelAsync();
        await givingUp.CancelAsync();
        await pump;
        await Task.WhenAll(flying.Keys);
        http?.Dispose();
        sockets.Dispose();
    }

    private async Task Pump(int perSecond)
    {
        var since = Stopwatch.GetTimestamp();
        var started = 0;
        using var beat = new PeriodicTimer(Beat);
        try
        {
            while (await beat.WaitForNextTickAsync(pumping.Token))
            {
                var wanted = (int)(Stopwatch.GetElapsedTime(since).TotalSeconds * perSecond);
                for (; started < wanted; started++)
                {
                    if (flying.Count >= InFlightMax) continue; // an open loop that would only measure itself
                    var (operation, stubborn) = Next();
                    var sending = SendUntilAnswered(operation, stubborn);
                    flying[sending] = true;
                    _ = sending.ContinueWith(done => flying.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // asked for
        }
    }

    private (Operation Operation, bool Stubborn) Next()
    {
        var (number, kind, pick, stubborn) = (Interlocked.Increment(ref begun), draw.Next(100), draw.NextDouble(), draw.Next(10) > 0);
        var key = $"trial-{seed}-{number:D6}-{draw.NextInt64():x16}";
        if (kind < 60 || cases.IsEmpty)
        {
            var (building, severity) = (buildings[(int)(pick * buildings.Count)], draw.Next(10) == 0 ? "red" : "orange");
            var body = new JsonObject { ["category"] = "hazard", ["severity"] = severity, ["text"] = $"楼道堆物 {number}", ["place"] = new JsonObject { ["buildingId"] = building } };
            return (Keep(new(number, "report", key, null, body.ToJsonString(), null)), stubborn);
        }
        var (caseId, etag) = cases[(int)(pick * cases.Count)];
        var desk = new JsonObject { ["desk"] = $"区-{draw.Next(1, 9):D2}" };
        if (kind < 85) desk["text"] = $"记录 {number}";
        else if (kind >= 92 && etag is not null) desk["reason"] = $"理由 {number}";
        return kind switch
        {
            < 85 => (Keep(new(number, "note", key, caseId, desk.ToJsonString(), null)), stubborn),
            < 92 => (Keep(new(number, "acknowledge", key, caseId, desk.ToJsonString(), null)), stubborn),
            _ when etag is not null => (Keep(new(number, "level-down", key, caseId, desk.ToJsonString(), etag)), stubborn),
            _ => (Keep(new(number, "acknowledge", key, caseId, desk.ToJsonString(), null)), stubborn),
        };
    }

    private Operation Keep(Operation operation)
    {
        operations.Enqueue(operation);
        return operation;
    }

    private async Task SendUntilAnswered(Operation operation, bool stubborn)
    {
        try
        {
            while (true)
            {
                var attempt = await Send(operation, givingUp.Token);
                if (attempt.Status is { } status and not (>= 500 and < 600) || !stubborn) return;
                await Task.Delay(ResendAfter, TimeProvider.System, givingUp.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the trial ends: what was not answered stays unknown
        }
    }

    private async Task<Attempt> Send(Operation operation, CancellationToken ending, bool learns = true)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending);
        patience.CancelAfter(AnswerWaitMax);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address(), operation.Path)) { Content = new StringContent(operation.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", operation.Key);
        if (operation.IfMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", $"\"{operation.IfMatch}\"");
        var invoked = Stopwatch.GetTimestamp();
        var attempt = new Attempt(invoked, long.MaxValue, null, null, null, null);
        try
        {
            using var answer = await http!.SendAsync(request, patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            var told = answer.IsSuccessStatusCode ? JsonNode.Parse(text) : null;
            attempt = new(invoked, Stopwatch.GetTimestamp(), (int)answer.StatusCode, (string?)told?["caseId"], (string?)told?["receipt"], (int?)told?["version"]);
            if (told is not null && learns) Learn((string)told["caseId"]!, (string?)told["etag"]);
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            attempt = attempt with { AnsweredAt = Stopwatch.GetTimestamp() };
        }
        operation.Note(attempt);
        if (attempt.Status is >= 200 and < 300) Interlocked.Increment(ref acknowledged);
        Refused.Count(attempt);
        return attempt;
    }

    private void Learn(string caseId, string? etag)
    {
        lock (cases) cases[cases.Count] = (caseId, etag);
    }
}
