using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.Places;

namespace GridActors.Tests.Web;

/// <summary>What a phone may know, what everybody may know, and what nobody counts.</summary>
public sealed partial class FieldPrivacyTests
{
    private static readonly string[] Canaries = ["canary-text", "canary-name", "13900001234", "canary-note", "canary-brief"];

    [Fact]
    public async Task No_push_and_no_journal_holds_anything_personal()
    {
        await using var served = await FieldDistrict.Start();
        var (building, crew) = served.Crew(2);
        await using var phone = await InboxWatch.Open(served, crew[0].Value);
        await using var other = await InboxWatch.Open(served, crew[1].Value);
        var report = served.Report(building, text: "canary-text");
        report["reporter"] = new JsonObject { ["name"] = "canary-name", ["phone"] = "13900001234" };
        var caseId = (string)(await served.Post($"/api/reports?realm={FieldDistrict.Realm}", report, "privacy-83kd92ms0qw1")).Json["caseId"]!;
        var page = await served.Case(caseId, page => page["card"]!["assigned"] is not null, FieldDistrict.Realm);
        if ((string)page["card"]!["assigned"]!["responder"]! != crew[0].Value)
            await served.Post($"/api/cases/{caseId}/assign?realm={FieldDistrict.Realm}", new JsonObject { ["desk"] = "d", ["responder"] = crew[0].Value }, "privacy-a-83kd92ms0q", (string)page["card"]!["etag"]!);
        await phone.Until(seen => seen.Tasks.Count == 1);
        var taskId = phone.Tasks.Keys.Single();
        await served.Act(taskId, "note", crew[0], "pnote-83kd92ms0qw1z", new() { ["text"] = "canary-note" });
        await served.Act(taskId, "hand-over", crew[0], "pover-83kd92ms0qw1z", new() { ["to"] = crew[1].Value, ["brief"] = "canary-brief" });
        await other.Until(seen => seen.Tasks.Count == 1);
        await phone.Until(seen => seen.Gone.Count == 1);

        var everything = string.Join('\n', [.. phone.Texts, .. other.Texts, served.Exported(served.View().Instance), .. served.Log.Lines]);
        Assert.All(Canaries, canary => Assert.DoesNotContain(canary, everything, StringComparison.Ordinal));
        var revealed = await Reveal(served, other.Tasks.Keys.Single(), crew[1]);
        Assert.Equal("canary-text", (string)revealed.Json["text"]!);
        Assert.Equal("task-moved-on", (string)(await Reveal(served, taskId, crew[0])).Json["code"]!);
        served.Remove();
    }

    [Fact]
    public async Task A_sealed_task_is_there_for_its_responder_alone_and_only_at_the_need_to_know_desk()
    {
        string data, taskId;
        ResponderId holder;
        await using (var served = await FieldDistrict.Start(null, "--desk", "need-to-know"))
        {
            data = served.Data;
            var roster = served.Roster();
            var home = served.Registry.Buildings[0].Id;
            holder = roster.Responders.First(one => one.Kind == ResponderKind.Worker && roster.OnDuty(one.Id, served.View().Now) && !home.IsIn(one.Home) && !roster.WorkersOf(home.Parent).Contains(one.Id)).Id;
            var colleague = roster.WorkersOf(home.Parent)[0];
            await using var phone = await InboxWatch.Open(served, holder.Value);
            (var caseId, taskId) = await served.Given("sealed-83kd92ms0qw1", holder, building: 0, category: "family-violence");
            await phone.Until(seen => seen.Tasks.ContainsKey(taskId));
            Assert.True((bool)phone.Tasks[taskId]["sealed"]!);

            var unknown = await served.Act("HQ3M7TKD2V9WXYZ1-1", "acknowledge", colleague, "sunknown-83kd92ms0q");
            var foreign = await served.Act(taskId, "acknowledge", colleague, "sforeign-83kd92ms0q");
            Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (foreign.Status, foreign.Text));
            Assert.Equal("[]", (await served.Get($"/api/field/{colleague}/team?realm={FieldDistrict.Realm}")).Text);
            Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "seen", holder, "sseen-83kd92ms0qw1z")).Status);
            Assert.DoesNotContain(caseId, served.Exported(served.View().Instance), StringComparison.Ordinal);
        }
        await using var open = await FieldDistrict.Start(data);
        await using var again = await InboxWatch.Open(open, holder.Value);
        await again.Next();
        Assert.Empty(again.Tasks);
        (await open.Act(taskId, "acknowledge", holder, "sopen-83kd92ms0qw1z")).IsProblem(HttpStatusCode.NotFound, "not-found");
        open.Remove();
    }

    [Fact]
    public async Task Nothing_counts_or_ranks_people()
    {
        await using var served = await ServedDistrict.Start();
        var document = (await served.Get("/openapi/v1.json")).Text;
        Assert.Contains("/api/field/people", document, StringComparison.Ordinal);
        Assert.Contains("/api/tasks/{taskId}/complete", document, StringComparison.Ordinal);
        Assert.Empty(Ranking().Matches(document).Select(match => match.Value));
        Assert.Empty(EventCodec.StoredNames.Where(stored => Ranking().IsMatch(stored.Name)).Select(stored => stored.Name));
        foreach (var type in (Type[])[typeof(OpsWeb.Field.FieldPerson), typeof(OpsWeb.Field.FieldPage), typeof(OpsWeb.Field.Colleague), typeof(OpsWeb.Field.InboxDuty), typeof(OpsWeb.Field.VisitList)])
            Assert.DoesNotContain(type.GetProperties(), property => property.PropertyType == typeof(int) && property.Name != nameof(OpsWeb.Field.VisitList.EveryDays));
        served.Remove();
    }

    [Fact]
    public async Task A_slow_phone_delays_no_other()
    {
        var never = new TaskCompletionSource();
        var (slow, quick) = (new Phone(never.Task), new Phone(Task.CompletedTask));
        var watchers = new[] { slow, quick }.Select(phone => new Watcher<ResponderId>(1, "demo", new("worker-1"), null, null, phone, _ => { })).ToArray();
        foreach (var watcher in watchers) watcher.Start(new(PushKind.Snapshot, []));
        for (var n = 1; n <= 3 * Watcher<ResponderId>.QueuedPushesMax; n++)
        {
            foreach (var watcher in watchers) watcher.Send(new(PushKind.Changes, []));
            await quick.Heard(n + 1);
        }
        Assert.Equal(1, slow.Count);
        foreach (var watcher in watchers) watcher.End();
    }

    private static Task<Answered> Reveal(ServedDistrict served, string taskId, ResponderId by) => served.Post(
        $"/api/tasks/{taskId}/reveal?realm={FieldDistrict.Realm}", new JsonObject { ["fields"] = new JsonArray("text"), ["purpose"] = "handling", ["responder"] = by.Value });

    [GeneratedRegex("(?<!tie)rank|score|(?<!col)league|leaderboard|perWorker|per-worker|performance|points|kpi|排名|积分|考核", RegexOptions.IgnoreCase)]
    private static partial Regex Ranking();

    private sealed class Phone(Task taken) : IPushClient
    {
        private readonly SemaphoreSlim heard = new(0);
        private int count, waited;

        public int Count => Volatile.Read(ref count);

        public async Task Heard(int pushes)
        {
            for (; waited < pushes; waited++) Assert.True(await heard.WaitAsync(PushWatch.PatienceMax, TestContext.Current.CancellationToken));
        }

        public Task Snapshot(BoardPush push) => Hear();

        public Task Changes(BoardPush push) => Hear();

        public Task Heartbeat(BoardPush push) => Hear();

        private Task Hear()
        {
            Interlocked.Increment(ref count);
            heard.Release();
            return taken;
        }
    }
}
