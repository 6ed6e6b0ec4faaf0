using GridActors.Places;
using GridActors.Tests.Habits;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.Tests.Web;

public sealed class FieldInboxTests
{
    [Fact]
    public async Task A_case_that_is_given_to_somebody_comes_to_their_phone()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(1);
        await using var phone = await InboxWatch.Open(served, crew[0].Value);
        Assert.Equal("Snapshot", (await phone.Next()).Kind);
        Assert.True((bool)phone.Duty["onDuty"]!);
        Assert.NotNull((string?)phone.Duty["until"]);

        var (caseId, taskId) = await served.Given("inbox-a-83kd92ms0", crew[0], building);
        await phone.Until(seen => seen.Tasks.ContainsKey(taskId));

        var task = phone.Tasks[taskId];
        Assert.Equal((caseId, "offered", false), ((string)task["caseId"]!, (string)task["stage"]!, (bool)task["sealed"]!));
        Assert.Equal("acknowledge", (string)task["due"]!["kind"]!);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "field-protocol.md"), TestContext.Current.CancellationToken);
        Assert.Equal(BoardProtocolTests.Named(page, "task"), BoardProtocolTests.Members(task));
        served.Remove();
    }

    [Fact]
    public async Task A_phone_that_was_away_is_told_what_came_and_what_went_and_nothing_twice()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(2);
        string epoch, cursor, taken;
        await using (var first = await InboxWatch.Open(served, crew[0].Value))
        {
            (_, taken) = await served.Given("away-a-83kd92ms0qw", crew[0], building);
            await first.Until(seen => seen.Tasks.ContainsKey(taken));
            (epoch, cursor) = (first.Epoch!, first.Cursor!);
        }
        var (_, came) = await served.Given("away-b-83kd92ms0qw", crew[0], building);
        await using var again = await InboxWatch.Open(served, crew[0].Value, epoch: epoch, cursor: cursor);
        await again.Until(seen => seen.Tasks.ContainsKey(came));

        Assert.Equal((0, 1), (again.Snapshots, again.Tasks.Count));
        await using var whole = await InboxWatch.Open(served, crew[0].Value);
        await whole.Next();
        Assert.Equal(new[] { taken, came }.Order(StringComparer.Ordinal), whole.Tasks.Keys.Order(StringComparer.Ordinal));
        served.Remove();
    }

    [Fact]
    public async Task Another_responders_cursor_and_an_areas_cursor_are_answered_with_a_snapshot()
    {
        await using var served = await FieldDistrict.Start();
        var (_, crew) = served.Crew(2);
        await using var mine = await InboxWatch.Open(served, crew[0].Value);
        await mine.Next();
        await using var board = await BoardWatch.Open(served, FieldDistrict.Realm);
        await board.Next();
        foreach (var (responder, cursor) in ((ResponderId, string)[])[(crew[1], mine.Cursor!), (crew[0], board.Cursor!), (crew[0], "nonsense"), (crew[0], new string('A', 5_000))])
        {
            await using var again = await InboxWatch.Open(served, responder.Value, epoch: mine.Epoch, cursor: cursor);
            Assert.Equal("Snapshot", (await again.Next()).Kind);
        }
        await using var resumed = await InboxWatch.Open(served, crew[0].Value, epoch: mine.Epoch, cursor: mine.Cursor);
        Assert.Equal("Changes", (await resumed.Next()).Kind);
        served.Remove();
    }

    [Fact]
    public async Task An_inbox_of_nobody_and_a_real_persons_are_refused_with_a_code()
    {
        await using var served = await FieldDistrict.Start();
        var (_, crew) = served.Crew(1);
        await using var phone = await InboxWatch.Open(served, crew[0].Value);
        async Task<string> Refused(string realm, string responder) => (await Assert.ThrowsAsync<HubException>(() => phone.Watch(realm, responder, null, null))).Message;
        Assert.EndsWith("unknown-realm", await Refused("nowhere", crew[0].Value), StringComparison.Ordinal);
        Assert.EndsWith("unknown-responder", await Refused(FieldDistrict.Realm, "worker-of-nowhere"), StringComparison.Ordinal);
        Assert.EndsWith("accounts-needed", await Refused("live", crew[0].Value), StringComparison.Ordinal);
        served.Remove();
    }
}
