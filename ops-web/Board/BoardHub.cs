using GridActors.Places;
using GridActors.Silo.Realms;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.OpsWeb.Board;

/// <summary>Subscribe only: a client says what it watches and receives (docs/board-protocol.md).</summary>
internal sealed class BoardHub(BoardFeeds feeds, IRealms realms, IRealmPlaces places, IHubContext<BoardHub, IPushClient> hub) : Hub<IPushClient>
{
    private const string WatcherItem = "watcher";

    /// <summary>Longer names are no realm's and no area's.</summary>
    private const int NameCharactersMax = 64;

    /// <summary>Watches one area of one realm from where the client left off; ends the watch before it.</summary>
    /// <returns>The watch's number, carried by its pushes.</returns>
    public int Watch(string realm, string area, string? epoch, string? cursor)
    {
        if (realm is not { Length: > 0 and <= NameCharactersMax } || realms.Find(realm) is not { } view) throw new HubException("there is no such realm: unknown-realm");
        if (!AreaId.TryParse(area, out var watched) || !IsThere(view, watched)) throw new HubException("there is no such area: unknown-area");
        var before = Context.Items[WatcherItem] as Watcher<AreaId>;
        if (before is not null) feeds.End(before);
        var watcher = new Watcher<AreaId>((before?.Number ?? 0) + 1, realm, watched, epoch, cursor, hub.Clients.Client(Context.ConnectionId), feeds.Rejoin);
        Context.Items[WatcherItem] = watcher;
        if (!feeds.TryJoin(watcher)) throw new HubException("there is no such realm: unknown-realm");
        return watcher.Number;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[WatcherItem] is Watcher<AreaId> watcher) feeds.End(watcher);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>The registry has the area, or cases are open in it that an earlier registry knew.</summary>
    private bool IsThere(RealmView realm, AreaId area) =>
        places.RegistryOf(realm.Instance).Contains(area) || feeds.FeedOf(realm).Read(board => board.OpenLeavesIn(area).Any());
}
