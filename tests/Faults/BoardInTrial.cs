using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;

namespace GridActors.Tests.Faults;

/// <summary>
/// A district board that stays open whatever happens: it connects again wherever the service is, resumes with its last epoch and cursor, and asks again when a
/// push is missing. Keeps which escalations it was told, and how often.
/// </summary>
internal sealed class BoardInTrial(Func<Uri> address) : IAsyncDisposable
{
    private static readonly string[] Pushes = ["Snapshot", "Changes", "Heartbeat"];
    private static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Dictionary<string, int> cards = [];
    private readonly Dictionary<string, int> pushed = [];
    private readonly HashSet<string> inSnapshots = [];
    private HubConnection? hub;
    private TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;
    private string? epoch, cursor;
    private long expected, heardAt = Stopwatch.GetTimestamp();
    private int watch;

    /// <summary>Snapshots, resumed tails, and pushes that did not come when they should.</summary>
    public int Snapshots { get; private set; }

    public int Tails { get; private set; }

    public int Misnumbered { get; private set; }

    public int Epochs { get; private set; }

    /// <summary>The longest time without any push.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Cases on the board and the version it shows of each.</summary>
    public IReadOnlyDictionary<string, int> Cards
    {
        get
        {
            lock (gate) return new Dictionary<string, int>(cards);
        }
    }

    /// <summary>How often each escalation was pushed as news.</summary>
    public IReadOnlyDictionary<string, int> Pushed
    {
        get
        {
            lock (gate) return new Dictionary<string, int>(pushed);
        }
    }

    /// <summary>Escalations that came with a snapshot.</summary>
    public IReadOnlySet<string> InSnapshots
    {
        get
        {
            lock (gate) return new HashSet<string>(inSnapshots);
        }
    }

    public void Open() => running = Task.Run(StayConnected);

    public async Task Until(Func<BoardInTrial, bool> condition, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition(this)) await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Watches no more; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await running;
    }

    private async Task StayConnected()
    {
        while (!closing.IsCancellationRequested)
        {
            again = new(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                hub = new HubConnectionBuilder().WithUrl(new Uri(address(), "/hubs/board")).Build();
                foreach (var kind in Pushes) hub.On<JsonNode>(kind, push => Take(kind, push));
                hub.Closed += _ =>
                {
                    again.TrySetResult();
                    return Task.CompletedTask;
                };
                await hub.StartAsync(closing.Token);
                await hub.InvokeAsync<int>("Watch", "live", "district", epoch, cursor, closing.Token);
                await again.Task.WaitAsync(closing.Token);
            }
            catch (Exception)
            {
                // the service is away, or the trial ends
            }
            if (hub is not null) await hub.DisposeAsync();
            watch = 0;
            if (!closing.IsCancellationRequested) await Task.Delay(ConnectAgainAfter, TimeProvider.System);
        }
    }

    private void Take(string kind, JsonNode push)
    {
        lock (gate)
        {
            if (Stopwatch.GetElapsedTime(heardAt) is var gap && gap > LongestGap) LongestGap = gap;
            heardAt = Stopwatch.GetTimestamp();
            var (itsWatch, n) = ((int)push["watch"]!, (long)push["n"]!);
            if (itsWatch < watch) return;
            if (itsWatch > watch) (watch, expected) = (itsWatch, 0);
            if (n != expected++)
            {
                Misnumbered++;
                again.TrySetResult();
                return;
            }
            cursor = (string)push["cursor"]!;
            if (kind == "Snapshot") TakeSnapshot(push);
            else if (kind == "Changes") TakeChanges(push);
        }
    }

    private void TakeSnapshot(JsonNode push)
    {
        Snapshots++;
        if (epoch != (epoch = (string)push["epoch"]!))
        {
            Epochs++;
            pushed.Clear(); // another history: what happens in it again is news
        }
        cards.Clear();
        Show(push);
        foreach (var escalation in push["escalations"]!.AsArray()) inSnapshots.Add((string)escalation!["id"]!);
    }

    private void TakeChanges(JsonNode push)
    {
        if ((bool)push["tail"]!) Tails++;
        Show(push);
        foreach (var gone in push["gone"]!.AsArray()) cards.Remove((string)gone!["caseId"]!);
        foreach (var escalation in push["escalations"]!.AsArray())
        {
            var id = (string)escalation!["id"]!;
            pushed[id] = pushed.GetValueOrDefault(id) + 1;
        }
    }

    private void Show(JsonNode push)
    {
        foreach (var card in push["cards"]!.AsArray()) cards[(string)card!["caseId"]!] = (int)card["version"]!;
    }
}
