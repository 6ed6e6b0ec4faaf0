using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using GridActors.LoadTest.Workloads;
using GridActors.Tests.Cluster;
using Microsoft.AspNetCore.SignalR.Client;

namespace GridActors.Tests.Faults;

/// <summary>
/// A district served by a real process over a real store, with people at work on it, a board that stays open and somebody who reads the journal. Tests do harm to
/// it; at the end <see cref="Check"/> compares what everybody was told with what is there.
/// </summary>
internal sealed class DistrictUnderTrial : IAsyncDisposable
{
    /// <summary>A folder that is given what each trial's last service has said.</summary>
    private const string LogsVariable = "GRIDACTORS_FAULTS_LOGS";

    /// <summary>Boards and followers have this long to come to rest.</summary>
    private static readonly TimeSpan RestWithin = TimeSpan.FromSeconds(25);

    private readonly bool ownsStore;
    private readonly IReadOnlyList<string> buildings;
    private Uri address;

    private DistrictUnderTrial(ITrialStore store, ServiceProcess service, IReadOnlyList<string> buildings, int seed, ServiceStart start, bool ownsStore)
    {
        (Store, Service, Seed, Started, this.buildings, this.ownsStore) = (store, service, seed, start, buildings, ownsStore);
        address = service.Http.BaseAddress!;
        Load = new(seed, () => address, buildings);
        Board = new(() => address);
        Reader = new(() => address);
    }

    public ITrialStore Store { get; }

    public int Seed { get; }

    public ServiceProcess Service { get; private set; }

    /// <summary>How the service was started last.</summary>
    public ServiceStart Started { get; private set; }

    public SeededLoad Load { get; }

    public BoardInTrial Board { get; }

    public JournalReader Reader { get; private set; }

    /// <summary>Where clients go; a proxy may stand before the service.</summary>
    public Uri Address
    {
        set => address = value;
    }

    public FaultFigures Figures { get; } = new();

    /// <summary>Starts the service on a store, its board and its reader; the load begins when asked.</summary>
    public static async Task<DistrictUnderTrial> Start(ITrialStore store, int seed, Func<ServiceStart, ServiceStart>? how = null, bool ownsStore = true)
    {
        var start = new ServiceStart(store.Data) { More = store.Arguments };
        if (how is not null) start = how(start);
        try
        {
            var service = await ServiceProcess.Start(start);
            var buildings = await ServedPlaces.Buildings(service.Http.BaseAddress!, "live", TestContext.Current.CancellationToken);
            var district = new DistrictUnderTrial(store, service, buildings, seed, start, ownsStore);
            district.Board.Open();
            district.Reader.Open();
            await district.Board.Until(board => board.Snapshots > 0);
            return district;
        }
        catch when (ownsStore)
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>People at work on a district that others have started; <paramref name="web"/> is where they go.</summary>
    public static async Task<DistrictUnderTrial> Over(ITrialStore store, ServiceProcess web, int seed)
    {
        var buildings = await ServedPlaces.Buildings(web.Http.BaseAddress!, "live", TestContext.Current.CancellationToken);
        var district = new DistrictUnderTrial(store, web, buildings, seed, new(store.Data), ownsStore: false);
        district.Board.Open();
        district.Reader.Open();
        await district.Board.Until(board => board.Snapshots > 0);
        return district;
    }

    /// <summary>Starts it again when it has ended; on the same port unless told otherwise.</summary>
    public async Task Restart(Func<ServiceStart, ServiceStart>? how = null)
    {
        var ended = Service;
        var start = Started with { Port = ended.Http.BaseAddress!.Port };
        if (how is not null) start = how(start);
        await ended.DisposeAsync(); // ended or not: two of them on one store would refuse each other
        var moment = Stopwatch.GetTimestamp();
        Service = await ServiceProcess.Start(start);
        (Started, address) = (start, Service.Http.BaseAddress!);
        Figures.UpAgainAfter(Stopwatch.GetElapsedTime(moment));
    }

    public async Task KillAndRestart(Func<ServiceStart, ServiceStart>? how = null)
    {
        Figures.Faults++;
        await Service.Kill();
        await Restart(how);
    }

    /// <summary>Starts it under something that may kill it as it starts; false when it did, and a restart is due.</summary>
    public async Task<bool> TryRestart(Func<ServiceStart, ServiceStart> how)
    {
        try
        {
            await Restart(how);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// The power of its disk goes: the service first stops where it stands, as a machine without power does. The kernel takes milliseconds to shut a disk down, and a flush that
    /// is under way meanwhile comes back as if it had been done; nobody may hear of one that came back after the power was gone.
    /// </summary>
    public async Task CutPower(LoopDisk disk)
    {
        Figures.HarmedAt = Stopwatch.GetTimestamp();
        await LinuxCalls.StandStill(Service.Id);
        disk.CutPower();
        await Service.Kill();
        await Store.PowerOff();
    }

    /// <summary>SIGTERM; answers how long it took to end.</summary>
    public async Task<TimeSpan> Stop()
    {
        var since = Stopwatch.GetTimestamp();
        LinuxCalls.Send(Service.Id, LinuxCalls.Signal.Terminate);
        await Service.Ended();
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>What the service answers to a look at a path.</summary>
    public async Task<HttpStatusCode> Ask(string path)
    {
        using var answer = await Service.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <summary>What the journal's head says.</summary>
    public async Task<JsonNode> Head() => JsonNode.Parse(await Service.Http.GetStringAsync(new Uri("/api/journal?realm=live&limit=1", UriKind.Relative)))!["head"]!;

    /// <summary>People at work on the same district under another seed; what they do is compared by nobody unless the caller does.</summary>
    public SeededLoad OtherPeople(int seed) => new(seed, () => address, buildings);

    /// <summary>Somebody else reads from the beginning: the history is another.</summary>
    public async Task NewReader()
    {
        await Reader.DisposeAsync();
        Reader = new(() => address);
        Reader.Open();
    }

    /// <summary>What an answer takes on this machine now that waits for nothing: the slowest of twenty.</summary>
    public async Task<TimeSpan> SlowestLook()
    {
        var slowest = TimeSpan.Zero;
        for (var look = 0; look < 20; look++)
        {
            var since = Stopwatch.GetTimestamp();
            await Ask("/health/live");
            if (Stopwatch.GetElapsedTime(since) is var took && took > slowest) slowest = took;
        }
        return slowest;
    }

    /// <summary>A value of the service's metrics.</summary>
    public async Task<double> Metric(string name)
    {
        var text = await Service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return double.Parse(text.Split('\n').First(line => line.StartsWith($"gridactors_{name}", StringComparison.Ordinal)).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until everything that follows from what was said has been done and told; answers the journal's last position.</summary>
    public async Task<long> Rest()
    {
        using var patience = new CancellationTokenSource(RestWithin);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (before, quiet) = (-1d, 0);
        while (quiet < 3)
        {
            var head = await Metric("journal_position");
            var isAtRest = head == before && await Metric("followed_position") == head && await Metric("board_position") == head && await Metric("due_lag_seconds") == 0;
            quiet = isAtRest ? quiet + 1 : 0;
            before = head;
            await look.WaitForNextTickAsync(patience.Token);
        }
        return (long)before;
    }

    /// <summary>
    /// Ends the load, waits for rest, stops the service, and compares everything: clients with the journal, readers with the journal, boards with the journal, the
    /// journal with itself.
    /// </summary>
    public async Task<Findings> Check()
    {
        await Load.Finish();
        var head = await Rest();
        try
        {
            await Board.Until(Folded, RestWithin);
        }
        catch (OperationCanceledException)
        {
            // the checks below say what it lacks
        }
        var shown = await SnapshotNow();
        await Board.DisposeAsync();
        await Reader.Close();
        var took = await Stop();
        if (took > TimeSpan.FromSeconds(30)) throw new InvalidOperationException($"the service took {took} to stop");
        var found = await Checked(shown);
        Figures.Take(this, found, head);
        return found;
    }

    /// <summary>Compares everything that can be compared when the service does not run.</summary>
    public async Task<Findings> Checked(JsonNode? shown)
    {
        var (stored, keys) = (await Store.Read(), Store.Keys());
        var sent = Load.Operations.Where(one => one.Attempts.Count > 0).Select(one => Sent.Of(one, keys)).ToList();
        var found = JournalChecks.Run(sent, stored.Open, stored.Sealed);
        if (stored.Parked > 0) found.Add(Wrong.Unfollowed, $"{stored.Parked} set aside");
        if (shown is not null) JournalChecks.Unfollowed(stored.Open, keys, (stream, id) => stored.Commands.Contains((stream, id)), found);
        foreach (var fault in stored.VerifyFaults) found.Add(Wrong.NotWhole, fault);
        foreach (var outOfTurn in Reader.OutOfTurn) found.Add(Wrong.NonMonotonic, outOfTurn);
        foreach (var (hash, position) in Reader.Hashes.Select((hash, n) => (hash, n + 1)))
            if (position > stored.Open.Count || Convert.ToHexStringLower(stored.Open[position - 1].Hash.Span) != hash) found.Add(Wrong.NonMonotonic, $"position {position} was shown and is another now");
        if (shown is null) return found;
        BoardChecks.Rebuilt(shown, stored.Open, found);
        BoardChecks.Watched(Board, stored.Open, found);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Load.DisposeAsync();
            await Board.DisposeAsync();
            await Reader.DisposeAsync();
        }
        finally
        {
            if (Environment.GetEnvironmentVariable(LogsVariable) is { Length: > 0 } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"{Store.Name}-{Seed}.log"), Service.Said);
            await Service.DisposeAsync();
            if (ownsStore) await Store.DisposeAsync();
        }
    }

    private bool Folded(BoardInTrial board)
    {
        var cards = board.Cards;
        return Load.Operations.Where(one => one.Act == "report").SelectMany(one => one.Attempts).All(one => one.CaseId is null || cards.ContainsKey(one.CaseId));
    }

    /// <summary>What a board that opens now is shown.</summary>
    private async Task<JsonNode> SnapshotNow()
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(Service.Http.BaseAddress!, "/hubs/board")).Build();
        var first = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<JsonNode>("Snapshot", push => first.TrySetResult(push));
        await hub.StartAsync();
        await hub.InvokeAsync<int>("Watch", "live", "district", null, null);
        return await first.Task.WaitAsync(RestWithin);
    }
}
