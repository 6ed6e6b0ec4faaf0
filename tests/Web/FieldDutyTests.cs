using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Field;
using GridActors.Places;
using GridActors.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Web;

/// <summary>Who is on duty, what happens at its end, and who plays whom.</summary>
public sealed class FieldDutyTests
{
    /// <summary>Steps of the clock within which a duty that began in the morning ends.</summary>
    private const int StepsMax = 20;

    [Fact]
    public async Task At_the_end_of_a_duty_the_task_goes_to_whoever_is_on_duty_then_and_off_duty_nothing_comes()
    {
        await using var served = await FieldDistrict.Start();
        var building = Enumerable.Range(0, served.Registry.Buildings.Count).First(n => served.OnDuty(n) is [var first, ..] && Later(served, n, first).Count > 0);
        var worker = served.OnDuty(building)[0];
        var (caseId, taskId) = await served.Given("shift-83kd92ms0qw1z", worker, building);
        await using var phone = await InboxWatch.Open(served, worker.Value);
        await phone.Until(seen => seen.Tasks.ContainsKey(taskId));
        Assert.Equal(HttpStatusCode.OK, (await served.Act(taskId, "acknowledge", worker, "sack-83kd92ms0qw1zz")).Status);
        await served.Act(taskId, "brief", worker, "sbrief-83kd92ms0qw1z", new() { ["text"] = "ring twice" });
        for (var n = 0; n < StepsMax && served.Roster().OnDuty(worker, served.View().Now); n++) await served.Step();
        await phone.Until(seen => seen.Gone.Count > 0 && !(bool)seen.Duty["onDuty"]!);

        Assert.Equal(("shift-ended", false), ((string)phone.Gone[0]["outcome"]!, (bool)phone.Duty["onDuty"]!));
        Assert.NotNull((string?)phone.Duty["next"]);
        var page = await served.Case(caseId, page => page["card"]!["assigned"] is not null || (string)page["card"]!["tier"]! != "cell", FieldDistrict.Realm);
        var next = new ResponderId((string)page["card"]!["assigned"]!["responder"]!);
        Assert.NotEqual(worker, next);
        await using var after = await InboxWatch.Open(served, next.Value);
        await after.Until(seen => seen.Tasks.Count > 0);
        Assert.Equal((worker.Value, true), ((string)after.Tasks.Values.First()["handedFrom"]!, (bool)after.Tasks.Values.First()["briefed"]!));

        var etag = (string)(await served.Case(caseId, realm: FieldDistrict.Realm))["card"]!["etag"]!;
        (await served.Post($"/api/cases/{caseId}/assign?realm={FieldDistrict.Realm}", new JsonObject { ["desk"] = "d", ["responder"] = worker.Value }, "off-83kd92ms0qw1zzz", etag))
            .IsProblem(HttpStatusCode.Conflict, "off-duty");
        Assert.Empty(phone.Tasks);
        served.Remove();
    }

    [Fact]
    public async Task A_phone_goes_on_with_what_it_missed_after_the_service_was_restarted()
    {
        string data, epoch, cursor, missed;
        ResponderId worker;
        await using (var served = await FieldDistrict.Start())
        {
            data = served.Data;
            var (building, crew) = served.Crew(1);
            worker = crew[0];
            await using (var phone = await InboxWatch.Open(served, worker.Value))
            {
                await served.Given("before-83kd92ms0qw1", worker, building);
                await phone.Until(seen => seen.Tasks.Count == 1);
                (epoch, cursor) = (phone.Epoch!, phone.Cursor!);
            }
            (_, missed) = await served.Given("missed-83kd92ms0qw1", worker, building);
        }
        await using var restarted = await FieldDistrict.Start(data);
        await using var again = await InboxWatch.Open(restarted, worker.Value, epoch: epoch, cursor: cursor);
        await again.Until(seen => seen.Tasks.Count > 0);
        Assert.Equal((0, missed), (again.Snapshots, Assert.Single(again.Tasks).Key));
        restarted.Remove();
    }

    [Fact]
    public async Task Where_nobody_plays_an_opened_inbox_writes_nothing_and_where_somebody_does_it_takes_the_person_over_until_ten_minutes_after()
    {
        await using var served = await FieldDistrict.Start();
        var (_, crew) = served.Crew(1);
        await using (var phone = await InboxWatch.Open(served, crew[0].Value)) await phone.Next();
        Assert.DoesNotContain("responder-taken-over", served.Exported(served.View().Instance), StringComparison.Ordinal);

        var timers = new TimersByHand();
        var played = served.Get<DistrictOptions>() with { Demo = DemoMode.On };
        var taking = ActivatorUtilities.CreateInstance<TakenOver>(served.Get<IServiceProvider>(), played, timers);
        taking.Opened(FieldDistrict.Realm, crew[0]);
        await Taken(served, crew[0], true);
        taking.Opened(FieldDistrict.Realm, crew[0]); // another phone of the same person
        taking.Closed(FieldDistrict.Realm, crew[0]);
        Assert.Empty(timers.Waiting);
        taking.Closed(FieldDistrict.Realm, crew[0]);
        Assert.Equal([TakenOver.ReleasedAfter], timers.Waiting);
        await Taken(served, crew[0], true);
        timers.Fire();
        await Taken(served, crew[0], false);

        // a process that ends without a word leaves somebody taken over; the next one finds out
        taking.Opened(FieldDistrict.Realm, crew[0]);
        await Taken(served, crew[0], true);
        var afterwards = new TimersByHand();
        var next = ActivatorUtilities.CreateInstance<TakenOver>(served.Get<IServiceProvider>(), played, afterwards);
        await next.StartAsync(TestContext.Current.CancellationToken);
        await afterwards.Asked.WaitAsync(PushWatch.PatienceMax, TestContext.Current.CancellationToken);
        afterwards.Fire();
        await Taken(served, crew[0], false);
        await next.StopAsync(TestContext.Current.CancellationToken);
        served.Remove();
    }

    private static async Task Taken(ServedDistrict served, ResponderId who, bool taken)
    {
        using var patience = new CancellationTokenSource(PushWatch.PatienceMax);
        var feed = served.Get<BoardFeeds>().FeedOf(served.View());
        while (feed.Read(board => board.TakenOver.Contains(who)) != taken)
        {
            var position = feed.Read(board => board.Marks[0].Position);
            await served.Get<IJournal>().WaitPast(served.View().Instance, Partition.Open, position, patience.Token);
        }
        var people = await served.Get($"/api/field/people?realm={FieldDistrict.Realm}&q={who}");
        Assert.Equal(taken, (bool)people.Json[0]!["taken"]!);
    }

    /// <summary>The cell's workers of the shift after this one, without the given one.</summary>
    private static IReadOnlyList<ResponderId> Later(ServedDistrict served, int building, ResponderId but)
    {
        var roster = served.Roster();
        var ends = roster.DutyUntil(but, served.View().Now);
        return ends is null ? [] : [.. roster.OnDutyFor(served.Registry.Buildings[building].Id.At(AreaLevel.Cell), ends.Value).Where(who => who != but)];
    }

    /// <summary>Timers that fire when a test says so; the clock itself is the real one.</summary>
    private sealed class TimersByHand : TimeProvider
    {
        private readonly List<Waiter> timers = [];
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IEnumerable<TimeSpan> Waiting => timers.Where(timer => !timer.Gone).Select(timer => timer.After);

        public Task Asked => asked.Task;

        public void Fire()
        {
            foreach (var timer in timers.Where(timer => !timer.Gone).ToList())
            {
                timer.Gone = true;
                timer.Then();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Waiter(dueTime, () => callback(state));
            timers.Add(timer);
            asked.TrySetResult();
            return timer;
        }

        private sealed class Waiter(TimeSpan after, Action then) : ITimer
        {
            public TimeSpan After => after;

            public Action Then => then;

            public bool Gone { get; set; }

            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose() => Gone = true;

            public ValueTask DisposeAsync()
            {
                Gone = true;
                return ValueTask.CompletedTask;
            }
        }
    }
}
