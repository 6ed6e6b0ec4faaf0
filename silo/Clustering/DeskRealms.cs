using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Following;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Clustering;

/// <summary>
/// The realms as a web node knows them: from the journal's own rows, and from each realm's desk, which is asked about once a second. In between, time goes on at the realm's rate.
/// </summary>
internal sealed partial class DeskRealms(
    SharedInstances instances, SiloLink link, IJournal journal, IGrainFactory grains, TimeProvider time, ILogger<DeskRealms> log) : BackgroundService, IRealms, IRealmClocks
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A desk that has not answered for longer may stand still by now: what is shown stands still too.</summary>
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (DeskReport Report, long At)> seen = new();
    private HashSet<string> shown = [];

    public event Action<string>? Replaced;

    public IReadOnlyList<RealmView> All => [.. Shown.Select(ViewOf).OrderByDescending(view => view.Name, StringComparer.Ordinal)];

    private IEnumerable<SharedInstance> Shown => instances.Current.Where(one => one.IsReady);

    public RealmView? Find(string nameOrInstance) =>
        Shown.FirstOrDefault(one => one.Realm.Name == nameOrInstance || one.Realm.Instance == nameOrInstance) is { } found ? ViewOf(found) : null;

    public DateTimeOffset Now(string instance) => (Find(instance) ?? throw new InstanceClosedException(instance)).Now;

    public Task<RealmView> SetClock(string instance, double? rate, bool? paused) => Steer(instance, desk => desk.SetClock(rate, paused));

    public Task<RealmView> Step(string instance) => Steer(instance, desk => desk.Step());

    public async Task<RealmView> WipeDemo()
    {
        var demo = Find(RealmNames.Demo) ?? throw new InvalidOperationException("there is no demo");
        var view = await DeskOf(demo.Instance).Wipe();
        await instances.Look();
        return view;
    }

    public Task<AdoptedPlaces> AdoptRegistry(string instance, string hash) => Adopt(instance, desk => desk.AdoptRegistry(hash));

    public Task<AdoptedPlaces> AdoptRoster(string instance, string hash) => Adopt(instance, desk => desk.AdoptRoster(hash));

    public AdoptedPlaces PlacesOf(string instance)
    {
        var realm = (Shown.FirstOrDefault(one => one.Realm.Instance == instance || one.Realm.Name == instance) ?? throw new InvalidOperationException("no such realm")).Folded.State;
        return new(realm.Registry!.Hash, realm.Roster?.Hash);
    }

    public RealmStatus StatusOf(string instance)
    {
        var realm = Shown.FirstOrDefault(one => one.Realm.Instance == instance || one.Realm.Name == instance)?.Realm ?? throw new InvalidOperationException("no such realm");
        var head = journal.Head(realm.Instance, Partition.Open).Position;
        return seen.TryGetValue(realm.Instance, out var known)
            ? known.Report.Status with { Head = Math.Max(head, known.Report.Status.Head) }
            : new(realm.Name, realm.Instance, head, 0, TimeSpan.Zero, TimeSpan.Zero, 0);
    }

    public Task<int> RetryParked(string instance, bool sealedToo) => DeskOf(instance).RetryParked(sealedToo);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        instances.Changed += Changed;
        Changed();
        await base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        instances.Changed -= Changed;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            do await Task.WhenAll(Shown.Select(one => Look(one.Realm.Instance)));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private IRealmDesk DeskOf(string instance) => link.HasBeenUp ? grains.GetGrain<IRealmDesk>(RealmDesk.KeyOf(instance)) : throw new JournalUnavailableException("no silo was found yet");

    private async Task Look(string instance)
    {
        try
        {
            var askedAt = time.GetTimestamp();
            seen[instance] = (await DeskOf(instance).Look(), askedAt);
        }
        catch (Exception away) when (Outage.Is(away) || away is InstanceClosedException)
        {
            // what was seen last stands; health says that the silos are away
        }
        catch (Exception failure)
        {
            LogNotSeen(failure, instance);
        }
    }

    private async Task<RealmView> Steer(string instance, Func<IRealmDesk, Task<RealmView>> act)
    {
        var view = await act(DeskOf(instance));
        await Look(instance);
        return view;
    }

    private async Task<AdoptedPlaces> Adopt(string instance, Func<IRealmDesk, Task<AdoptedPlaces>> act)
    {
        var adopted = await act(DeskOf(instance));
        await instances.Look(); // this node shows what it says
        return adopted;
    }

    private RealmView ViewOf(SharedInstance one)
    {
        var (realm, clock) = (one.Realm, one.Folded.State.Clock);
        if (realm.Kind == RealmKind.Live) return new(realm.Name, realm.Instance, realm.Kind.Code(), Instants.Truncate(time.GetUtcNow()), 1, Paused: false);
        if (!seen.TryGetValue(realm.Instance, out var known))
            return new(realm.Name, realm.Instance, realm.Kind.Code(), clock?.RealmInstant ?? one.Folded.LastAt, clock?.Rate ?? 0, Paused: clock is not { Rate: > 0 });
        var passed = time.GetElapsedTime(known.At);
        return known.Report.View with { Now = Instants.Truncate(known.Report.View.Now + (passed < TrustedFor ? passed : TrustedFor) * known.Report.View.Rate) };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the desk of {Instance} did not answer")]
    private partial void LogNotSeen(Exception failure, string instance);

    private void Changed()
    {
        var now = Shown.ToDictionary(one => one.Realm.Instance, one => one.Realm.Name);
        foreach (var gone in seen.Keys.Where(instance => !now.ContainsKey(instance))) seen.TryRemove(gone, out _);
        var before = Interlocked.Exchange(ref shown, [.. now.Keys]);
        foreach (var (instance, name) in now)
            if (!before.Contains(instance)) Replaced?.Invoke(name);
    }
}
