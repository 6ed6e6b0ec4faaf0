using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using GridActors.LoadTest.Wire;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Brings a service into a state with many cases, as fast as it takes them; what it does meanwhile is not measured.</summary>
internal sealed class Crowd(BenchRun run, OpsWeb service) : IDisposable
{
    private const int Width = 128;
    private const int SayEvery = 20_000;

    private readonly LinePool lines = new(new IPEndPoint(IPAddress.Loopback, service.Program.Address.Port), Width);
    private readonly CommandKeys keys = CommandKeys.ForNewRun(run.Seed);
    private long sent;

    /// <summary>Reports each body once; answers the case ids, in no particular order.</summary>
    public async Task<IReadOnlyCollection<string>> Report(ImmutableArray<byte[]> bodies, CancellationToken cancel)
    {
        var ids = new ConcurrentBag<string>();
        await Each(bodies, "reports", async body =>
        {
            var answer = await Post(OpsWeb.ReportsPath, body, cancel);
            ids.Add(JsonDocument.Parse(answer.Body).RootElement.GetProperty("caseId").GetString()!);
        }, cancel);
        return ids;
    }

    /// <summary>Sends a command that needs no <c>If-Match</c> to each case.</summary>
    public Task Command(IReadOnlyCollection<string> caseIds, string command, object body, CancellationToken cancel)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        return Each(caseIds, command, async caseId => await Post($"/api/cases/{caseId}/{command}?realm={OpsWeb.Realm}", json, cancel), cancel);
    }

    public void Dispose() => lines.Dispose();

    private async Task Each<T>(IReadOnlyCollection<T> all, string what, Func<T, Task> act, CancellationToken cancel)
    {
        var done = 0;
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancel }, async (one, _) =>
        {
            await act(one);
            if (Interlocked.Increment(ref done) % SayEvery == 0) run.Say($"    {done:#,0} of {all.Count:#,0}: {what}");
        });
    }

    private async Task<LineAnswer> Post(string path, byte[] json, CancellationToken cancel)
    {
        var request = PreparedRequest.Post(service.Program.Address.Authority, path, json).WithKey(keys.Of(Interlocked.Increment(ref sent)));
        var answer = await lines.Send(request, cancel);
        return answer.Status is >= 200 and < 300 ? answer : throw new InvalidOperationException($"POST {path} was answered {answer.Status}.");
    }
}
