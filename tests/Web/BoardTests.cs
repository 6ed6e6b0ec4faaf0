using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.Tests.Web;

public sealed class BoardTests
{
    [Fact]
    public async Task A_report_comes_to_an_open_board_and_climbs_there_when_asked()
    {
        await using var served = await ServedDistrict.Start();
        await using var board = await BoardWatch.Open(served);
        Assert.Equal("Snapshot", (await board.Next()).Kind);
        var caseId = await served.Reported("board-a-83kd92ms0");
        await board.Until(seen => seen.Cards.ContainsKey(caseId));
        Assert.Equal("waiting", (string)board.Cards[caseId]["state"]!);

        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        await served.Post($"/api/cases/{caseId}/level-up", new JsonObject { ["desk"] = "d", ["reason"] = "r" }, "up-83kd92ms0qwx1z", etag);
        await board.Until(seen => seen.Escalations.Count > 0);
        Assert.Equal(("up", "cell", "community", caseId), (
            (string)board.Escalations[0]["kind"]!, (string)board.Escalations[0]["from"]!, (string)board.Escalations[0]["to"]!, (string)board.Escalations[0]["caseId"]!));
        Assert.Equal("asked", (string)board.Escalations[0]["why"]!["reason"]!);
        served.Remove();
    }

    [Fact]
    public async Task A_board_that_is_cut_off_during_200_reports_is_sent_the_tail_and_ends_with_exactly_the_journals_set()
    {
        await using var served = await ServedDistrict.Start();
        string epoch, cursor;
        await using (var first = await BoardWatch.Open(served))
        {
            await first.Next();
            await served.Reported("warm-up-83kd92ms0qwx");
            await first.Until(board => board.Cards.Count == 1);
            (epoch, cursor) = (first.Epoch!, first.Cursor!);
        }
        var reporting = Enumerable.Range(0, 200).Select(n => served.Reported($"many-83kd92ms0qwx-{n}", building: n, category: "hazard")).ToArray();
        await Task.WhenAny(reporting);
        await using var again = await BoardWatch.Open(served, epoch: epoch, cursor: cursor);
        var cases = await Task.WhenAll(reporting);
        await again.Until(board => board.Cards.Count >= 200);

        Assert.Equal((0, 1), (again.Snapshots, again.Tails));
        Assert.Equal(cases.Order(), again.Cards.Keys.Order());
        served.Remove();
    }

    [Fact]
    public async Task Escalations_arrive_once_and_in_the_journals_order_across_a_reconnect()
    {
        await using var served = await ServedDistrict.Start();
        string epoch, cursor;
        await using (var first = await BoardWatch.Open(served))
        {
            await first.Next();
            (epoch, cursor) = (first.Epoch!, first.Cursor!);
        }
        var report = served.Report();
        report["severity"] = "red";
        for (var n = 0; n < 10; n++) await served.Post("/api/reports", JsonNode.Parse(report.ToJsonString())!, $"red-83kd92ms0qwx-{n}");
        await using var again = await BoardWatch.Open(served, epoch: epoch, cursor: cursor);
        for (var n = 10; n < 20; n++) await served.Post("/api/reports", JsonNode.Parse(report.ToJsonString())!, $"red-83kd92ms0qwx-{n}");
        await again.Until(board => board.Escalations.Count >= 20);

        var inJournal = (await served.Get("/api/journal?limit=1000")).Json["entries"]!.AsArray()
            .Where(entry => (string)entry!["name"]! == "dispute-reported").Select(entry => $"{((string)entry!["stream"]!)[8..]}@{entry["version"]}");
        Assert.Equal(inJournal, again.Escalations.Select(escalation => (string)escalation["id"]!));
        Assert.Equal(0, again.Snapshots);
        served.Remove();
    }

    [Fact]
    public async Task A_board_goes_on_with_its_tail_after_the_service_was_restarted()
    {
        string data, epoch, cursor, caseId;
        await using (var served = await ServedDistrict.Start())
        {
            data = served.Data;
            await using var board = await BoardWatch.Open(served);
            await served.Reported("before-83kd92ms0qwx1");
            await board.Until(seen => seen.Cards.Count == 1);
            (epoch, cursor) = (board.Epoch!, board.Cursor!);
            caseId = await served.Reported("unseen-83kd92ms0qwx1");
        }
        await using var restarted = await ServedDistrict.Start(data);
        await using var again = await BoardWatch.Open(restarted, epoch: epoch, cursor: cursor);
        await again.Until(seen => seen.Cards.ContainsKey(caseId));
        Assert.Equal((0, 1), (again.Snapshots, again.Tails));
        restarted.Remove();
    }

    [Fact]
    public async Task A_foreign_mangled_or_future_cursor_is_answered_with_a_snapshot()
    {
        await using var served = await ServedDistrict.Start();
        await served.Reported("cursor-83kd92ms0qwx1");
        await using var board = await BoardWatch.Open(served);
        await board.Until(seen => seen.Cards.Count == 1);
        var (epoch, cursor) = (board.Epoch!, board.Cursor!);
        var mangled = cursor[..^2] + (cursor[^2] == 'A' ? 'B' : 'A') + cursor[^1];
        await using var demo = await BoardWatch.Open(served, realm: "demo");
        await demo.Next();

        Assert.Equal("Changes", await FirstPush(served, "live", "district", epoch, cursor));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", epoch, mangled));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", epoch, demo.Cursor));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "440306018", epoch, cursor));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", "another-epoch", cursor));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", epoch, new string('A', 5_000)));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", epoch, "'; drop table entries"));
        Assert.Equal("Snapshot", await FirstPush(served, "live", "district", null, null));
        served.Remove();
    }

    [Fact]
    public async Task A_watch_of_nothing_and_too_many_watches_are_refused_with_a_code()
    {
        await using var served = await ServedDistrict.Start();
        await using var board = await BoardWatch.Open(served);
        Assert.EndsWith("unknown-realm", (await Assert.ThrowsAsync<HubException>(() => board.Watch("nowhere", "district", null, null))).Message, StringComparison.Ordinal);
        Assert.EndsWith("unknown-area", (await Assert.ThrowsAsync<HubException>(() => board.Watch("live", "440306999", null, null))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HubException>(() => board.Invoke<int>("Watch", "live"));
        await Assert.ThrowsAsync<HubException>(() => board.Invoke<int>("Broadcast", "hello"));
        var refused = await Assert.ThrowsAsync<HubException>(async () =>
        {
            for (var n = 0; n < 100; n++) await board.Watch("live", "district", null, null);
        });
        Assert.EndsWith("too-many-calls", refused.Message, StringComparison.Ordinal);
        served.Remove();
    }

    [Fact]
    public async Task Wiping_the_demo_shows_its_boards_the_next_instance_and_leaves_live_alone()
    {
        await using var served = await ServedDistrict.Start();
        await served.Reported("live-83kd92ms0qwx1z");
        await served.Reported("demo-83kd92ms0qwx1z", realm: "demo");
        await using var demo = await BoardWatch.Open(served, realm: "demo");
        await using var live = await BoardWatch.Open(served);
        await demo.Until(board => board.Cards.Count == 1);
        await live.Until(board => board.Cards.Count == 1);
        var first = demo.Epoch;

        var wiped = await served.Post("/api/realms/demo/wipe", new JsonObject());

        Assert.Equal((System.Net.HttpStatusCode.Accepted, "demo-0002"), (wiped.Status, (string)wiped.Json["instance"]!));
        await demo.Until(board => board.Snapshots == 2);
        Assert.Empty(demo.Cards);
        Assert.NotEqual(first, demo.Epoch);
        Assert.Single((await served.Get("/api/journal?limit=1000")).Json["entries"]!.AsArray(), entry => (string)entry!["name"]! == "dispute-reported");
        Assert.Equal("Heartbeat", (await live.Next()).Kind);
        served.Remove();
    }

    [Fact]
    public async Task A_message_of_33_KB_ends_its_own_connection_and_no_other()
    {
        await using var served = await ServedDistrict.Start();
        await using var other = await BoardWatch.Open(served);
        await using var board = await BoardWatch.Open(served);
        await Assert.ThrowsAnyAsync<Exception>(() => board.Watch("live", "district", new string('x', 33 * 1024), null));
        var caseId = await served.Reported("large-83kd92ms0qwx1z");
        await other.Until(seen => seen.Cards.ContainsKey(caseId));
        served.Remove();
    }

    [Fact]
    public async Task Headers_that_never_end_are_given_up_and_others_are_served_meanwhile()
    {
        await using var served = await ServedDistrict.Start();
        using var slow = new System.Net.Sockets.TcpClient();
        await slow.ConnectAsync(served.Address.Host, served.Address.Port, TestContext.Current.CancellationToken);
        var stream = slow.GetStream();
        await stream.WriteAsync("POST /api/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "u8.ToArray(), TestContext.Current.CancellationToken);
        var answer = new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);
        await served.Reported("slow-83kd92ms0qwx1zq");
        Assert.Contains("408", await answer.WaitAsync(BoardWatch.PatienceMax, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        served.Remove();
    }

    private static async Task<string> FirstPush(ServedDistrict served, string realm, string area, string? epoch, string? cursor)
    {
        await using var board = await BoardWatch.Open(served, realm, area, epoch, cursor);
        return (await board.Next()).Kind;
    }
}
