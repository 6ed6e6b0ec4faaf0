using System.Collections.Concurrent;
using GridActors.Buildings;
using GridActors.Places;
using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.OpsWeb.Board;

/// <summary>The boards of every realm instance in this process, in the one scope that it serves.</summary>
internal sealed class BoardFeeds(IServiceProvider services, IRealms realms, BoardScope scope, CursorKey key) : IHostedService, IDistrictView
{
    private readonly ConcurrentDictionary<string, Lazy<BoardFeed>> byInstance = new();

    public IEnumerable<BoardFeed> All => byInstance.Values.Select(feed => feed.Value);

    public BoardScope Scope => scope;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        realms.Replaced += Replaced;
        foreach (var realm in realms.All) FeedOf(realm);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        realms.Replaced -= Replaced;
        foreach (var feed in All)
        {
            foreach (var watch in feed.Dismiss()) watch.End();
            await feed.DisposeAsync();
        }
    }

    public BoardFeed FeedOf(RealmView realm) => byInstance.GetOrAdd(realm.Instance, _ => new(() => new(
        realm, scope, ActivatorUtilities.CreateInstance<BoardSources>(services), new(key.Bytes, realm.Instance, scope),
        ActivatorUtilities.CreateInstance<BoardCheckpoints>(services)))).Value;

    /// <summary>Starts a watch; false when there is no such realm.</summary>
    public bool TryJoin(IWatch watch)
    {
        if (realms.Find(watch.Realm) is not { } realm) return false;
        FeedOf(realm).Join(watch);
        return true;
    }

    /// <summary>Somebody who is behind waits for a snapshot.</summary>
    public void Rejoin(IWatch watch) => TryJoin(watch);

    public void End<TSubject>(Watcher<TSubject> watcher)
        where TSubject : struct
    {
        watcher.End();
        foreach (var feed in All) feed.Leave(watcher);
    }

    public IReadOnlyCollection<string> OpenCasesIn(string instance, AreaId building) =>
        byInstance.TryGetValue(instance, out var feed) ? feed.Value.Read(board => board.CasesAt(building).Where(caseId => !board.IsSealed(caseId)).ToArray()) : [];

    /// <summary>The realm has a new instance: its boards are shown that one, and the old board is given up.</summary>
    private void Replaced(string name) => _ = Task.Run(async () =>
    {
        var current = realms.Find(name);
        foreach (var (instance, old) in byInstance)
        {
            if (old.Value.Realm.Name != name || instance == current?.Instance || !byInstance.TryRemove(instance, out _)) continue;
            foreach (var watch in old.Value.Dismiss())
            {
                if (!TryJoin(watch)) watch.End();
            }
            await old.Value.DisposeAsync();
        }
        if (current is not null) FeedOf(current);
    });
}
