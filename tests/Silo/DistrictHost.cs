using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Tests.Silo;

/// <summary>A small district of real grains on a real journal, in a folder (and, on PostgreSQL, a database) of its own that is removed at the end.</summary>
public sealed class DistrictHost : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly IHost host;
    private readonly bool ownsFolder;

    private DistrictHost(IHost host, string data, bool ownsFolder) => (this.host, Folder, this.ownsFolder) = (host, data, ownsFolder);

    public string Folder { get; }

    public IServiceProvider Services => host.Services;

    public IJournal Journal => Get<IJournal>();

    public IStreamDoor Door => Get<IStreamDoor>();

    public IRealms Realms => Get<IRealms>();

    public static async Task<DistrictHost> Start(string? folder = null, Func<DistrictOptions, DistrictOptions>? with = null, Action<IServiceCollection>? services = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("district-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var options = new DistrictOptions { Folder = DataFolder.Resolve(data), Store = await DistrictStores.Of(data), Demo = DemoMode.Quiet, Buildings = 2_000 };
        options = with?.Invoke(options) ?? options;
        await options.Store.Prepare(TimeProvider.System);
        builder.AddDistrict(options);
        services?.Invoke(builder.Services); // the last registration counts
        var host = builder.Build();
        await host.StartAsync();
        return new(host, data, ownsFolder: folder is null);
    }

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public string InstanceOf(string realm) => Realms.Find(realm)!.Instance;

    public StreamId Case(string realm, string caseId, Partition partition = Partition.Open) =>
        StreamId.Of(InstanceOf(realm), partition, DisputeStream.Kind, caseId);

    /// <summary>Sends a person's command under a key of the test's choice.</summary>
    public Task<(AnswerKind Kind, string? Refusal)> Act(StreamId target, string key, object command, bool expectNew = false) => Door.Send(target, new()
    {
        Id = Get<IRealmSecrets>().KeysOf(target.Instance).PersonsCommand("", "test", key),
        ExpectNew = expectNew,
    }, command);

    /// <summary>All entries of a partition, in order.</summary>
    public async Task<IReadOnlyList<JournalEntry>> Entries(string realm, Partition partition = Partition.Open)
    {
        var all = new List<JournalEntry>();
        while (await Journal.ReadAll(InstanceOf(realm), partition, all.Count, 1_000) is { Count: > 0 } some) all.AddRange(some);
        return all;
    }

    /// <summary>Waits until the stream's events satisfy the condition, and answers their stored names.</summary>
    public async Task<IReadOnlyList<string>> NamesOf(StreamId stream, Func<IReadOnlyList<string>, bool> until)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            var position = Journal.Head(stream.Instance, stream.Partition).Position;
            var names = (await Journal.ReadStream(stream, 0)).Select(entry => entry.Name).ToArray();
            if (until(names)) return names;
            if (patience.IsCancellationRequested) throw new TimeoutException($"{stream.Name} has only {string.Join(", ", names)}");
            await Journal.WaitPast(stream.Instance, stream.Partition, position, CancellationToken.None);
        }
    }

    /// <summary>A building of the realm's registry, by number.</summary>
    public AreaId Building(string realm, int number) => Get<IRealmPlaces>().RegistryOf(InstanceOf(realm)).Buildings[number].Id;

    /// <summary>Reports a case as a person would.</summary>
    public Task<(AnswerKind Kind, string? Refusal)> Report(string realm, string caseId, AreaId place, Category category = Category.Hazard, Partition partition = Partition.Open) =>
        Act(Case(realm, caseId, partition), $"report-{caseId}", new ReportDispute(category, null, place, "row"), expectNew: true);

    /// <summary>The names of a case's events so far.</summary>
    public async Task<string[]> NamesSoFar(StreamId stream) => [.. (await Journal.ReadStream(stream, 0)).Select(entry => entry.Name)];

    /// <summary>The deadlines that a case has in the table.</summary>
    public async Task<IReadOnlyList<Deadline>> DueOf(StreamId stream) => [.. (await Get<IDueTable>().ReadDue(stream.Instance, DateTimeOffset.MaxValue, 10_000))
        .Where(row => row.Partition == stream.Partition && row.Stream == stream.Name).Select(row => row.Deadline)];

    /// <summary>Waits until everything in the open partition has been followed or set aside.</summary>
    public Task Quiet(string realm) => Until(() => Realms.StatusOf(realm) is var status && status.Followed >= status.Head, $"{realm} does not become quiet");

    /// <summary>Waits until the sealed partition's follower has written down that it followed everything.</summary>
    public async Task QuietSealed(string realm)
    {
        var (instance, table) = (InstanceOf(realm), Get<IFollowerTable>());
        using var patience = new CancellationTokenSource(PatienceMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await table.ReadFollowed(instance, Partition.Sealed) < Journal.Head(instance, Partition.Sealed).Position) await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Makes every idle grain forget: its next command is decided on what the journal says.</summary>
    public Task TrimMemory() => Get<IGrainFactory>().GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    /// <summary>Waits for a condition that no reader announces; looked at every few milliseconds.</summary>
    public static async Task Until(Func<bool> condition, string otherwise)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException(otherwise);
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        if (!ownsFolder) return;
        Directory.Delete(Folder, recursive: true);
        await DistrictStores.Remove(Folder);
    }
}
