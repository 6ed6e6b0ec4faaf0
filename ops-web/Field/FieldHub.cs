using GridActors.OpsWeb.Board;
using GridActors.Places;
using GridActors.Silo.Realms;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.OpsWeb.Field;

/// <summary>Subscribe only: a phone says whose inbox it is and receives (docs/field-protocol.md). What is done about a task goes over HTTP.</summary>
internal sealed class FieldHub(BoardFeeds feeds, IRealms realms, IRealmPlaces places, TakenOver takenOver, IHubContext<FieldHub, IPushClient> hub) : Hub<IPushClient>
{
    private const string WatcherItem = "watcher";

    /// <summary>Longer names are no realm's and nobody's.</summary>
    private const int NameCharactersMax = 64;

    /// <summary>Watches one responder's inbox from where the phone left off; ends the watch before it. In a played realm it takes the person over.</summary>
    /// <returns>The watch's number, carried by its pushes.</returns>
    public int Inbox(string realm, string responder, string? epoch, string? cursor)
    {
        if (realm is not { Length: > 0 and <= NameCharactersMax } || realms.Find(realm) is not { } view) throw new HubException("there is no such realm: unknown-realm");
        if (FieldAccess.NeedsAccount(view)) throw new HubException("real people need an account, and there are none yet: accounts-needed");
        if (responder is not { Length: > 0 and <= NameCharactersMax } || places.RosterOf(view.Instance).Find(new(responder)) is not { } known)
            throw new HubException("there is nobody of that name: unknown-responder");
        var before = Context.Items[WatcherItem] as Watcher<ResponderId>;
        var watcher = new Watcher<ResponderId>((before?.Number ?? 0) + 1, realm, known.Id, epoch, cursor, hub.Clients.Client(Context.ConnectionId), feeds.Rejoin);
        takenOver.Opened(realm, known.Id);
        if (before is not null) End(before);
        Context.Items[WatcherItem] = watcher;
        if (!feeds.TryJoin(watcher)) throw new HubException("there is no such realm: unknown-realm");
        return watcher.Number;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[WatcherItem] is Watcher<ResponderId> watcher) End(watcher);
        return base.OnDisconnectedAsync(exception);
    }

    private void End(Watcher<ResponderId> watcher)
    {
        feeds.End(watcher);
        takenOver.Closed(watcher.Realm, watcher.Subject);
    }
}
