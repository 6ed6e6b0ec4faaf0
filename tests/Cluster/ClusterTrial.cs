using System.Diagnostics;
using GridActors.Journal;
using GridActors.LoadTest.Workloads;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;
using GridActors.Tests.Faults;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

namespace GridActors.Tests.Cluster;

/// <summary>
/// Several silos and a web node with people at work on them, a board that stays open and somebody who reads the journal. Tests do harm to the silos; at the end
/// <see cref="Check"/> compares what everybody was told with what is there.
/// </summary>
internal sealed class ClusterTrial : IAsyncDisposable
{
    /// <summary>Operations a second that people begin.</summary>
    private const int PerSecond = 100;

    private const string Live = "live";

    private static readonly TimeSpan RestWithin = TimeSpan.FromSeconds(60);

    private readonly int seed;

    private ClusterTrial(ClusterProcesses processes, IReadOnlyList<string> buildings, int seed)
    {
        (Processes, this.seed) = (processes, seed);
        Uri Address() => processes.Http.BaseAddress!;
        Load = new(seed, Address, buildings);
        Board = new(Address);
        Reader = new(Address);
    }

    public ClusterProcesses Processes { get; }

    public SeededLoad Load { get; }

    public BoardInTrial Board { get; }

    public JournalReader Reader { get; }

    public static async Task<ClusterTrial> Start(PostgresServer server, int seed, int silos = 2)
    {
        var processes = await ClusterProcesses.Start(server, silos);
        try
        {
            var buildings = await ServedPlaces.Buildings(processes.Http.BaseAddress!, Live, TestContext.Current.CancellationToken);
            var trial = new ClusterTrial(processes, buildings, seed);
            trial.Board.Open();
            trial.Reader.Open();
            await trial.Board.Until(board => board.Snapshots > 0);
            trial.Load.Start(PerSecond);
            return trial;
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    /// <summary>The silo that runs live.</summary>
    public async Task<SiloProcess> Holder()
    {
        SiloProcess? holder = null;
        await Processes.Until(async () => (holder = await Processes.HolderOf(Live)) is not null, "nobody runs live");
        return holder!;
    }

    /// <summary>How long it takes until another silo than the given one runs live.</summary>
    public Task<TimeSpan> TakenOverFrom(SiloProcess before, TimeSpan within) =>
        Processes.Until(async () => await Processes.HolderOf(Live) is { } now && now != before, "nobody took the lease of live over", within);

    /// <summary>Says a figure aloud, in the test's own output.</summary>
    public void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {what}; {Load.Acknowledged} acknowledged, {Load.Refused.Seconds} s with a refusal, longest board gap {Board.LongestGap.TotalSeconds:0.0} s");

    /// <summary>How long after a moment somebody was served again.</summary>
    public TimeSpan ServedAgainAfter(long moment) => Load.Refused.FirstSuccessAfter(moment) ?? throw new InvalidOperationException("nobody was served again");

    /// <summary>Ends the load, waits until all of it was followed and shown, and compares clients, readers and the board with the journal, and the journal with itself.</summary>
    public async Task<Findings> Check()
    {
        await Load.Finish();
        await Rest();
        var open = await Entries(Partition.Open);
        await Board.Until(board => open.Where(entry => entry.Name == "dispute-reported").All(entry => board.Cards.ContainsKey(entry.Stream.Id)), RestWithin);
        await Board.DisposeAsync();
        await Reader.Close();
        open = await Entries(Partition.Open);
        var keys = await Keys();
        var found = JournalChecks.Run([.. Load.Operations.Where(one => one.Attempts.Count > 0).Select(one => Sent.Of(one, keys))], open, await Entries(Partition.Sealed));
        var known = (await Processes.Ask("SELECT stream || ' ' || replace(commandId::text, '-', '') FROM live.commands")).Cast<string>().ToHashSet();
        JournalChecks.Unfollowed(open, keys, (stream, id) => known.Contains($"{stream} {id}"), found);
        foreach (var aside in await Processes.Ask("SELECT target FROM live.parked")) found.Add(Wrong.Unfollowed, $"{aside} set aside");
        foreach (var fault in Verified(Partition.Open).Concat(Verified(Partition.Sealed))) found.Add(Wrong.NotWhole, fault);
        foreach (var outOfTurn in Reader.OutOfTurn) found.Add(Wrong.NonMonotonic, outOfTurn);
        foreach (var (hash, n) in Reader.Hashes.Select((hash, n) => (hash, n)))
            if (n >= open.Count || Convert.ToHexStringLower(open[n].Hash.Span) != hash) found.Add(Wrong.NonMonotonic, $"position {n + 1} was shown and is another now");
        BoardChecks.Watched(Board, open, found);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Board.DisposeAsync();
        await Reader.DisposeAsync();
        await Processes.DisposeAsync();
    }

    private async Task Rest()
    {
        var (quiet, before) = (0, -1L);
        await Processes.Until(
            async () =>
            {
                var head = (long)(await Processes.Ask("SELECT position FROM live.heads WHERE partition = 'open'"))[0];
                var followed = (await Processes.Ask("SELECT position FROM live.followers WHERE partition = 'open'")).SingleOrDefault() as long? ?? 0;
                quiet = head == before && followed == head ? quiet + 1 : 0;
                before = head;
                return quiet > 10;
            },
            "the journal does not come to rest", RestWithin);
    }

    private Task<List<JournalEntry>> Entries(Partition partition) => Task.Run(() =>
    {
        using var tables = PostgresTables.Read(Processes.Everything, Live);
        using var rows = tables.Entries(partition, after: 0);
        List<JournalEntry> entries = [];
        while (rows.Step()) entries.Add(StoredRows.Entry(rows, Live, partition));
        return entries;
    });

    private IReadOnlyList<string> Verified(Partition partition) => JournalVerify.Run(new(Live, () => PostgresTables.Read(Processes.Everything, Live), partition)
    {
        ArmedAfter = StreamDeadlines.After,
        VaultRowsIn = VaultMentions.In,
        IsErased = _ => false,
    }).Faults;

    private Task<RealmKeys> Keys() => Task.Run(() =>
    {
        using var source = NpgsqlDataSource.Create(Processes.Everything);
        using var keys = KeyFile.Open(DataFolder.Resolve(Processes.Keys, Processes.Keys), isNeeded: true, TimeProvider.System);
        return new RealmSecrets(new PostgresControl(source, TimeProvider.System), keys).KeysOf(Live);
    });
}
