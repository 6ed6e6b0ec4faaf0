using System.Text.Json;
using System.Text.Json.Nodes;

namespace GridActors.Tests.Faults;

/// <summary>Somebody who reads the journal over HTTP all the while, always on from where they stand, and remembers the hash of every row they were shown.</summary>
internal sealed class JournalReader(Func<Uri> address) : IAsyncDisposable
{
    private const int RowsAtOnce = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<string> hashes = [];
    private readonly CancellationTokenSource closing = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private Task running = Task.CompletedTask;

    /// <summary>The hashes of the positions from 1.</summary>
    public IReadOnlyList<string> Hashes => hashes;

    /// <summary>What was shown out of turn while reading.</summary>
    public List<string> OutOfTurn { get; } = [];

    public void Open() => running = Task.Run(Read);

    /// <summary>Reads no more.</summary>
    public async Task Close()
    {
        await closing.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        http.Dispose();
    }

    private async Task Read()
    {
        var head = 0L;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var page = JsonNode.Parse(await http.GetStringAsync(new Uri(address(), $"/api/journal?realm=live&after={hashes.Count}&limit={RowsAtOnce}"), closing.Token))!;
                if ((long)page["head"]!["position"]! is var shown && shown < head) OutOfTurn.Add($"the head went back from {head} to {shown}");
                else head = shown;
                foreach (var row in page["entries"]!.AsArray())
                {
                    if ((long)row!["position"]! != hashes.Count + 1) OutOfTurn.Add($"after {hashes.Count} came {row["position"]}");
                    hashes.Add((string)row["hash"]!);
                }
                if (page["entries"]!.AsArray().Count == RowsAtOnce) continue;
            }
            catch (Exception away) when (away is HttpRequestException or JsonException or IOException or OperationCanceledException)
            {
                // the service is away; go on from the same place later
            }
            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
