using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Responders;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Responders;

public sealed class TaskTests
{
    private static readonly DutyNow Day = new(OnDuty: true, After(120)), Off = new(OnDuty: false, null), Always = new(OnDuty: true, null);
    private static readonly TaskGiven GivenA = new("A") { At = Noon, DutyEndsAt = After(120) };

    private static Scenario<ResponderTasks, ResponderCommand, ResponderEvent, ResponderRefusal> Given(params ResponderEvent[] history) =>
        new(ResponderTasks.None, ResponderTasks.Evolve, ResponderTasks.Decide, [.. history]);

    private static ResponderDeadlinePassed Over(DateTimeOffset at, DutyNow duty) => new(ResponderTasks.ShiftEndClock, at) { At = at, Duty = duty };

    [Fact]
    public void A_worker_is_given_a_task_once() =>
        Given().When(new GiveTask("A") { At = Noon, Duty = Day }).Then(GivenA).When(new GiveTask("A") { At = After(1), Duty = Day }).ThenNothing();

    [Fact]
    public void A_task_is_withdrawn_once() =>
        Given(GivenA).When(new WithdrawTask("A") { At = After(5) }).Then(new TaskWithdrawn("A") { At = After(5) }).When(new WithdrawTask("A") { At = After(6) }).ThenNothing();

    [Fact]
    public void A_task_nobody_gave_is_not_withdrawn() => Given().When(new WithdrawTask("A") { At = Noon }).ThenNothing();

    [Fact]
    public void A_phone_says_once_that_it_has_the_task_and_once_that_it_was_looked_at()
    {
        var story = Given(GivenA).When(new ConfirmDelivery("A", 1) { At = After(1) }).Then(new TaskDelivered("A", 1) { At = After(1) });
        story.When(new ConfirmDelivery("A", 1) { At = After(2) }).ThenNothing();
        var seen = story.When(new ConfirmSeen("A", 1) { At = After(3) }).Then(new TaskSeen("A", 1) { At = After(3) });
        seen.When(new ConfirmDelivery("A", 1) { At = After(4) }).ThenNothing(); // seen is delivered
        Given(GivenA).When(new ConfirmSeen("A", 1) { At = After(1) }).Then(new TaskSeen("A", 1) { At = After(1) });
    }

    [Fact]
    public void A_receipt_for_a_task_that_is_gone_is_told_so() => Given().When(new ConfirmSeen("A", 1) { At = Noon }).ThenRefused(ResponderRefusal.NotYourTask);

    [Fact]
    public void Off_duty_nothing_is_given_and_the_case_goes_back_at_once()
    {
        Given().When(new GiveTask("A") { At = Noon, Duty = Off }).Then(new TaskReturned("A") { At = Noon });
        var back = Assert.Single(ResponderFollowUp.Of(StreamId.Of("live", Partition.Open, ResponderStream.Kind, Worker.Value), new TaskReturned("A") { At = Noon }));
        Assert.Equal((StreamId.Of("live", Partition.Open, DisputeStream.Kind, "A"), (object)new EndShift(Worker)), (back.Target, back.Command));
    }

    [Fact]
    public void A_duty_that_ends_hands_on_every_open_task()
    {
        var story = Given(GivenA, new TaskGiven("B") { At = After(1), DutyEndsAt = After(120) });
        Assert.Equal([new Wanted(ResponderTasks.ShiftEndClock, "", After(120))], ResponderTasks.DeadlinesOf(story.State));
        var ended = Assert.IsType<ShiftEnded>(Assert.Single(story.When(Over(After(120), Off)).Answer.Events));
        Assert.Equal(["A", "B"], ended.Open);
        Assert.Equal(2, ResponderFollowUp.Of(StreamId.Of("live", Partition.Open, ResponderStream.Kind, Worker.Value), ended).Count());
        Assert.Empty(ResponderTasks.DeadlinesOf(ResponderTasks.Evolve(story.State, ended)));
    }

    [Fact]
    public void A_duty_that_was_made_longer_goes_on() => Given(GivenA)
        .When(Over(After(120), new(OnDuty: true, After(600)))).Then(new ShiftExtended(After(600)) { At = After(120) })
        .When(Over(After(120), Off)).ThenNothing();

    [Fact]
    public void Nobody_is_told_of_the_end_of_a_duty_without_tasks()
    {
        var story = Given(GivenA, new TaskWithdrawn("A") { At = After(5) });
        Assert.Empty(ResponderTasks.DeadlinesOf(story.State));
        story.When(Over(After(120), Off)).ThenNothing();
    }

    [Fact]
    public void A_desk_that_is_never_empty_has_no_end_of_duty() =>
        Assert.Empty(ResponderTasks.DeadlinesOf(Given().When(new GiveTask("A") { At = Noon, Duty = Always }).Then(new TaskGiven("A") { At = Noon }).State));

    [Fact]
    public void A_person_takes_a_simulated_responder_over_once_and_leaves_once()
    {
        var story = Given().When(new TakeOverResponder(true) { At = Noon }).Then(new ResponderTakenOver(true) { At = Noon });
        story.When(new TakeOverResponder(true) { At = After(1) }).ThenNothing();
        story.When(new TakeOverResponder(false) { At = After(2) }).Then(new ResponderTakenOver(false) { At = After(2) });
        Given().When(new TakeOverResponder(false) { At = Noon }).ThenNothing();
    }
}
