using System.Globalization;
using System.Text;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Health;

/// <summary>Probes and metrics: an allow-list, computed from the open partition only.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => JsonShapes.Answer(new LiveAnswer("live"))).WithSummary("The process answers");
        routes.MapGet("/health/ready", Ready).Produces<ReadyAnswer>().WithSummary("Every board has caught up with its journal");
        routes.MapGet("/metrics", (IRealms realms, BoardFeeds boards, SnapshotCounts snapshots) => Results.Text(Metrics(realms, boards, snapshots), "text/plain; version=0.0.4; charset=utf-8"))
            .WithSummary("Prometheus");
    }

    private static IResult Ready(IRealms realms, BoardFeeds boards, IServiceProvider services)
    {
        var missing = services.GetService<IPartsOfService>()?.Missing ?? [];
        var all = realms.All.Select(realm => new RealmHealth(realm.Name, boards.FeedOf(realm).CaughtUp.IsCompletedSuccessfully, realms.StatusOf(realm.Instance).Parked)).ToList();
        var isReady = missing.Count == 0 && all.Count > 0 && all.TrueForAll(realm => realm.BoardCaughtUp);
        return JsonShapes.Answer(new ReadyAnswer(isReady ? "ready" : missing.Count > 0 ? "missing" : "starting", all, missing), isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static string Metrics(IRealms realms, BoardFeeds boards, SnapshotCounts snapshots)
    {
        var text = new StringBuilder();
        var all = realms.All.Select(realm => (Realm: realm.Name, Feed: boards.FeedOf(realm), Status: realms.StatusOf(realm.Instance))).ToList();
        void Gauge(string name, string help, Func<(string Realm, BoardFeed Feed, RealmStatus Status), double> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP gridactors_{name} {help}\n# TYPE gridactors_{name} gauge\n");
            foreach (var one in all) text.Append(CultureInfo.InvariantCulture, $"gridactors_{name}{{realm=\"{one.Realm}\"}} {value(one)}\n");
        }
        void Total(string name, string help, long value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP gridactors_{name}_total {help}\n# TYPE gridactors_{name}_total counter\ngridactors_{name}_total {value}\n");
        Gauge("cases_open", "Open cases.", one => one.Feed.Read(board => board.CasesInOpenPartition));
        Gauge("cases_received", "Reports since the realm began.", one => one.Feed.Read(board => board.EverReported));
        Gauge("journal_position", "Position of the last entry.", one => one.Status.Head);
        Gauge("followed_position", "Everything up to here has been followed or set aside.", one => one.Status.Followed);
        Gauge("follower_lag_seconds", "How long the oldest unfinished entry has been waiting.", one => one.Status.FollowerLag.TotalSeconds);
        Gauge("due_lag_seconds", "How long the earliest deadline is overdue, in realm time.", one => one.Status.DueLag.TotalSeconds);
        Gauge("parked", "Follow-ups set aside.", one => one.Status.Parked);
        Gauge("board_position", "How far the board has folded the journal.", one => one.Feed.Read(board => board.Marks[0].Position));
        Gauge("board_watchers", "Boards that are being watched.", one => one.Feed.Areas.Count);
        Gauge("field_inboxes", "Inboxes that are being watched.", one => one.Feed.Inboxes.Count);
        Total("snapshots_loaded", "Snapshots that a stream was folded on from, since the process began.", snapshots.Loaded);
        Total("snapshots_rejected", "Snapshots that were read and found unfit, since the process began.", snapshots.Rejected);
        return text.ToString();
    }
}

public sealed record LiveAnswer(string Status);

/// <param name="Missing">Parts of the service that cannot be reached: <c>store</c>, <c>silos</c>.</param>
public sealed record ReadyAnswer(string Status, IReadOnlyList<RealmHealth> Realms, IReadOnlyList<string> Missing);

public sealed record RealmHealth(string Name, bool BoardCaughtUp, int Parked);
