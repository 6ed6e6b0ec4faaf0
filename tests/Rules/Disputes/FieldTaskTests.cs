using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Disputes;

/// <summary>What people in the field do with a case's task, in the right order and in the wrong one.</summary>
public sealed class FieldTaskTests
{
    private static readonly Actor ByOther = new("worker", Other), ByHead = new("head", Head);
    private static readonly DutyFacts ColleagueOnDuty = new(true, true, true, false, MayTake: true), Stranger = ColleagueOnDuty with { MayTake = false };
    private static readonly DutyFacts ToOnDuty = new(true, true, WhomOnDuty: true, WhomInterested: false, false);
    private static readonly ResponderSet Nobody = ResponderSet.None;

    private static DisputeAcknowledged Acknowledged_ => Acknowledged();

    private static DisputeTaskAdvanced Advanced(TaskStage stage, double minute) => new(ByWorker, 1, stage, null) { At = After(minute) };

    [Fact]
    public void The_holder_acknowledges_on_the_phone_and_again_records_nothing()
    {
        var story = Given(Reported, Assigned).When(new AcknowledgeTask(ByWorker, 1) { At = After(10) }).Then(Acknowledged_);
        story.When(new AcknowledgeTask(ByWorker, 1) { At = After(11) }).ThenNothing();
    }

    [Fact]
    public void What_the_phones_clock_said_stands_beside_the_act() => Given(Reported, Assigned)
        .When(new AcknowledgeTask(ByWorker, 1) { At = After(10), DeviceAt = After(3) }).Then(Acknowledged_ with { DeviceAt = After(3) });

    [Fact]
    public void Whoever_arrives_has_acknowledged_whether_they_pressed_for_it_or_not() => Given(Reported, Assigned)
        .When(new AdvanceTask(ByWorker, 1, TaskStage.Arrived) { At = After(10) }).Then(Acknowledged_, Advanced(TaskStage.Arrived, 10));

    [Fact]
    public void A_task_only_goes_forward() => Given(Reported, Assigned, Acknowledged_, Advanced(TaskStage.Arrived, 20))
        .When(new AdvanceTask(ByWorker, 1, TaskStage.OnTheWay) { At = After(21) }).ThenNothing();

    [Fact]
    public void Of_two_colleagues_the_first_has_it_and_the_second_is_told_so()
    {
        var taken = new DisputeAssigned(ByOther, Other, Tier.Cell, null, new(Worker, ItsCell)) { At = After(10) };
        var story = Given(Reported, Assigned).When(new AcknowledgeTask(ByOther, 1) { At = After(10), Duty = ColleagueOnDuty })
            .Then(taken, new DisputeAcknowledged(ByOther, Tier.Cell, After(10) + Ladder.SettleWithin(Severity.Blue, Tier.Cell), Ladder.SettleRule(Severity.Blue)) { At = After(10) });
        story.When(new AcknowledgeTask(ByWorker, 1) { At = After(10) }).ThenRefused(DisputeRefusal.TaskMovedOn);
    }

    [Fact]
    public void Somebody_off_duty_or_from_elsewhere_takes_nothing()
    {
        Given(Reported, Assigned).When(new AcknowledgeTask(ByOther, 1) { At = After(10), Duty = Stranger }).ThenRefused(DisputeRefusal.NotYourTask);
        Given(Reported, Assigned).When(new AdvanceTask(ByOther, 1, TaskStage.Arrived) { At = After(10), Duty = ColleagueOnDuty }).ThenRefused(DisputeRefusal.NotYourTask);
    }

    [Fact]
    public void An_operator_who_was_first_keeps_the_case_and_the_worker_still_says_what_happens_there()
    {
        var byDesk = new DisputeAcknowledged(Desk, Tier.Cell, After(5) + Ladder.SettleWithin(Severity.Blue, Tier.Cell), Ladder.SettleRule(Severity.Blue)) { At = After(5) };
        var story = Given(Reported, Assigned, byDesk);
        story.When(new AcknowledgeTask(ByWorker, 1) { At = After(10) }).ThenRefused(DisputeRefusal.AlreadyAcknowledged);
        story.When(new AdvanceTask(ByWorker, 1, TaskStage.Arrived) { At = After(10) }).Then(Advanced(TaskStage.Arrived, 10));
    }

    [Fact]
    public void Who_declines_before_acknowledging_lets_the_clock_run_on_and_is_not_asked_again()
    {
        var declined = new DisputeTaskDeclined(
            ByWorker, 1, Worker, DeclineReason.Busy, null, Tier.Cell, ItsBuilding, Category.Neighbour, Nobody.With(Worker), Reported.AcknowledgeDueAt, Ladder.AcknowledgeRule(Severity.Blue), null,
            new(Worker, ItsCell), ItsCell)
        { At = After(7) };
        var story = Given(Reported, Assigned).When(new DeclineTask(ByWorker, 1, DeclineReason.Busy, null) { At = After(7) }).Then(declined);
        story.When(new AssignDispute(TheRule, Worker, Tier.Cell, new(1, 0)) { At = After(7) })
            .Then(new DisputeEscalated(
                Tier.Cell, Tier.Community, EscalationReason.Declined, Ladder.PlacingRule, new(OnDuty: 1), After(7) + Ladder.AcknowledgeWithin(Severity.Blue), null, null, null, new(null, ItsCell))
            { At = After(7) });
    }

    [Fact]
    public void Who_declines_what_they_had_in_hand_leaves_the_settle_clock_running()
    {
        var held = Acknowledged_;
        var story = Given(Reported, Assigned, held).When(new DeclineTask(ByWorker, 1, DeclineReason.UnsafeAlone, "ROW") { At = After(30) }).Then(new DisputeTaskDeclined(
            ByWorker, 1, Worker, DeclineReason.UnsafeAlone, "ROW", Tier.Cell, ItsBuilding, Category.Neighbour, Nobody.With(Worker), After(30) + Ladder.AcknowledgeWithin(Severity.Blue),
            Ladder.AcknowledgeRule(Severity.Blue), held.SettleDueAt, new(Worker, ItsCell), ItsCell)
        { At = After(30) });
        Assert.Equal([held.SettleDueAt, After(30) + Ladder.AcknowledgeWithin(Severity.Blue)], Dispute.DeadlinesOf(story.State).Select(due => due.DueAt).OrderDescending());
    }

    [Fact]
    public void A_hand_over_goes_to_somebody_on_duty_whose_acknowledge_clock_begins_and_whose_settle_clock_runs_on()
    {
        var held = Acknowledged_;
        var over = new DisputeTaskHandedOver(
            ByWorker, 1, Worker, Other, "ROW-BRIEF", After(40) + Ladder.AcknowledgeWithin(Severity.Blue), Ladder.AcknowledgeRule(Severity.Blue), held.SettleDueAt, null, new(Worker, ItsCell))
        { At = After(40) };
        var story = Given(Reported, Assigned, held).When(new HandOverTask(ByWorker, 1, Other, "ROW-BRIEF") { At = After(40), Duty = ToOnDuty }).Then(over);
        story.When(new AcknowledgeTask(ByOther, 2) { At = After(50) }).Then(new DisputeAcknowledged(ByOther, Tier.Cell, held.SettleDueAt, Ladder.SettleRule(Severity.Blue)) { At = After(50) });
        story.When(new AcknowledgeTask(ByWorker, 1) { At = After(50) }).ThenRefused(DisputeRefusal.TaskMovedOn);
    }

    [Fact]
    public void Nobody_hands_over_to_somebody_who_is_off_duty_or_has_an_interest_and_no_desk_assigns_to_them()
    {
        var story = Given(Reported, Assigned);
        story.When(new HandOverTask(ByWorker, 1, Other, "ROW") { At = After(5), Duty = ToOnDuty with { WhomOnDuty = false } }).ThenRefused(DisputeRefusal.OffDuty);
        story.When(new HandOverTask(ByWorker, 1, Other, "ROW") { At = After(5), Duty = ToOnDuty with { WhomInterested = true } }).ThenRefused(DisputeRefusal.ConflictOfInterest);
        story.When(new AssignDispute(Desk, Other, null, null) { At = After(5), Duty = ToOnDuty with { WhomOnDuty = false } }).ThenRefused(DisputeRefusal.OffDuty);
        story.When(new AssignDispute(Desk, Other, null, null) { At = After(5), Duty = ToOnDuty with { WhomInterested = true } }).ThenRefused(DisputeRefusal.ConflictOfInterest);
    }

    [Fact]
    public void Done_is_acknowledged_completed_and_settled_in_one_act() => Given(Reported, Assigned)
        .When(new CompleteTask(ByWorker, 1, TaskOutcome.Settled, "ROW-NOTE") { At = After(10) })
        .Then(Acknowledged_, new DisputeTaskCompleted(ByWorker, 1, TaskOutcome.Settled, "ROW-NOTE", null) { At = After(10) },
            new DisputeSettled(ByWorker, "ROW-NOTE", new(Worker, ItsCell)) { At = After(10) });

    [Fact]
    public void Nothing_found_closes_the_case_and_what_needs_others_climbs()
    {
        Given(Reported, Assigned, Acknowledged_).When(new CompleteTask(ByWorker, 1, TaskOutcome.NothingFound, "ROW") { At = After(20) }).Then(
            new DisputeTaskCompleted(ByWorker, 1, TaskOutcome.NothingFound, "ROW", null) { At = After(20) },
            new DisputeClosed(ByWorker, CloseReason.NothingFound, new(Worker, ItsCell)) { At = After(20) });
        Given(Reported, Assigned, Acknowledged_).When(new CompleteTask(ByWorker, 1, TaskOutcome.NeedsOthers, "ROW") { At = After(20) }).Then(
            new DisputeTaskCompleted(ByWorker, 1, TaskOutcome.NeedsOthers, "ROW", null) { At = After(20) },
            new DisputeEscalated(
                Tier.Cell, Tier.Community, EscalationReason.Asked, Ladder.AcknowledgeRule(Severity.Blue), new(), After(20) + Ladder.AcknowledgeWithin(Severity.Blue), null, ByWorker, "ROW",
                new(Worker, ItsCell))
            { At = After(20) });
    }

    [Fact]
    public void What_was_written_about_a_task_that_moved_on_is_kept_in_the_file()
    {
        var climbed = Climbed(Tier.Cell, Reported.AcknowledgeDueAt, new(Worker, ItsCell));
        var noted = new DisputeNoted(ByWorker, "ROW-NOTE") { At = After(500) };
        Given(Reported, Assigned, climbed).When(new CompleteTask(ByWorker, 1, TaskOutcome.Settled, "ROW-NOTE") { At = After(500) }).Then(noted);
        Given(Reported, Assigned, Withdrawn).When(new NoteTask(ByWorker, 1, "ROW-NOTE") { At = After(500) }).Then(noted);
        Given(Reported, Assigned, climbed).When(new AddPhoto(ByWorker, 1, "ROW-PHOTO") { At = After(500) }).Then(new DisputePhotoAdded(ByWorker, 1, "ROW-PHOTO", null) { At = After(500) });
        Given(Reported, Assigned, climbed).When(new NoteTask(ByOther, 1, "ROW-NOTE") { At = After(500) }).ThenRefused(DisputeRefusal.TaskMovedOn); // never had it
        Given(Reported, Assigned, Withdrawn).When(new AdvanceTask(ByWorker, 1, TaskStage.Arrived) { At = After(500) }).ThenRefused(DisputeRefusal.CaseOver);
    }

    [Fact]
    public void Help_is_called_once_until_a_desk_answers()
    {
        var called = new DisputeHelpCalled(ByWorker, 1, null, null) { At = After(20) };
        var story = Given(Reported, Assigned, Acknowledged_).When(new CallForHelp(ByWorker, 1, null) { At = After(20) }).Then(called);
        story.When(new CallForHelp(ByWorker, 1, null) { At = After(21) }).ThenNothing();
        var answered = story.When(new AnswerHelp(Desk) { At = After(22) }).Then(new DisputeHelpAnswered(Desk) { At = After(22) });
        answered.When(new AnswerHelp(Desk) { At = After(23) }).ThenRefused(DisputeRefusal.NoHelpCalled);
    }

    [Fact]
    public void A_ladder_passes_over_every_desk_where_nobody_is()
    {
        var blue = Ladder.AcknowledgeWithin(Severity.Blue);
        var at = Reported.AcknowledgeDueAt;
        Given(Reported, Assigned).When(Missed(Dispute.AcknowledgeClock, at) with { Duty = new(CommunityStaffed: false, StreetStaffed: false, false, false, false) }).Then(
            Climbed(Tier.Cell, at, new(Worker, ItsCell)),
            new DisputeEscalated(Tier.Community, Tier.Street, EscalationReason.NobodyOnDuty, Ladder.PlacingRule, new(OnDuty: 0), at + blue, null, null, null, null) { At = at },
            new DisputeEscalated(Tier.Street, Tier.District, EscalationReason.NobodyOnDuty, Ladder.PlacingRule, new(OnDuty: 0), at + blue, null, null, null, null) { At = at });
    }

    [Fact]
    public void When_a_duty_ends_what_waits_keeps_its_clock_and_what_was_in_hand_keeps_its_settle_clock()
    {
        var ended = new DisputeShiftEnded(
            Worker, 1, Tier.Cell, ItsBuilding, Category.Neighbour, Nobody, Reported.AcknowledgeDueAt, Ladder.AcknowledgeRule(Severity.Blue), null, new(Worker, ItsCell), ItsCell)
        { At = After(120) };
        Given(Reported, Assigned).When(new EndShift(Worker) { At = After(120) }).Then(ended).When(new EndShift(Worker) { At = After(121) }).ThenNothing();
        Given(Reported, Assigned, Acknowledged_).When(new EndShift(Worker) { At = After(120) })
            .Then(ended with { AcknowledgeDueAt = After(120) + Ladder.AcknowledgeWithin(Severity.Blue), SettleDueAt = Acknowledged_.SettleDueAt });
        Given(Reported, Assigned).When(new EndShift(Other) { At = After(120) }).ThenNothing();
        Given(Reported, Assigned, Withdrawn).When(new EndShift(Worker) { At = After(120) }).ThenNothing();
    }

    [Fact]
    public void A_buildings_case_goes_to_its_cell_when_the_heads_duty_ends()
    {
        var story = Given(Reported, AtTheHead).When(new EndShift(Head) { At = After(600) }).Then(new DisputeShiftEnded(
            Head, 1, Tier.Cell, ItsBuilding, Category.Neighbour, Nobody, Reported.AcknowledgeDueAt, Ladder.AcknowledgeRule(Severity.Blue), null, new(Head, ItsCell), ItsCell)
        { At = After(600) });
        Assert.Equal(Tier.Cell, Assert.IsType<Dispute.Waiting>(story.State).File.Tier);
    }

    [Fact]
    public void A_case_that_a_desk_has_in_hand_only_loses_the_task_when_the_workers_duty_ends()
    {
        var byDesk = new DisputeAcknowledged(Desk, Tier.Cell, After(5) + Ladder.SettleWithin(Severity.Blue, Tier.Cell), Ladder.SettleRule(Severity.Blue)) { At = After(5) };
        var story = Given(Reported, Assigned, byDesk).When(new EndShift(Worker) { At = After(120) }).Then(new DisputeShiftEnded(
            Worker, 1, Tier.Cell, ItsBuilding, Category.Neighbour, Nobody, null, Ladder.AcknowledgeRule(Severity.Blue), null, new(Worker, ItsCell), null)
        { At = After(120) });
        Assert.Equal(byDesk.SettleDueAt, Assert.Single(Dispute.DeadlinesOf(story.State)).DueAt);
        Assert.Null(Assert.IsType<Dispute.InHand>(story.State).File.Responder);
    }

    [Fact]
    public void The_head_of_the_building_may_take_what_the_worker_has_not_acknowledged() => Given(Reported, Assigned)
        .When(new AcknowledgeTask(ByHead, 1) { At = After(10), Duty = ColleagueOnDuty })
        .Then(new DisputeAssigned(ByHead, Head, Tier.Cell, null, new(Worker, ItsCell)) { At = After(10) },
            new DisputeAcknowledged(ByHead, Tier.Cell, After(10) + Ladder.SettleWithin(Severity.Blue, Tier.Cell), Ladder.SettleRule(Severity.Blue)) { At = After(10) });
}
