using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Disputes;

/// <summary>What people do with a case: assign, note, move, correct, end, and take back.</summary>
public sealed class HandlingTests
{
    private static readonly TimeSpan Blue = Ladder.AcknowledgeWithin(Severity.Blue);

    [Fact]
    public void The_cells_choice_puts_the_case_on_the_workers_phone_and_leaves_it_with_the_cell() =>
        Given(Reported).When(new AssignDispute(TheRule, Worker, Tier.Cell, new(3, 0)) { At = Noon }).Then(Assigned);

    [Fact]
    public void Assigning_the_same_worker_again_records_nothing() =>
        Given(Reported, Assigned).When(new AssignDispute(Desk, Worker, null, null) { At = After(1) }).ThenNothing();

    [Fact]
    public void The_cells_choice_comes_too_late_once_the_case_has_moved_on()
    {
        Given(Reported, Assigned, Climbed(Tier.Cell, Noon + Blue, new(Worker, ItsCell))).When(new AssignDispute(TheRule, Other, Tier.Cell, new(3, 0)) { At = After(1) }).ThenNothing();
        Given(Reported, Acknowledged()).When(new AssignDispute(TheRule, Other, Tier.Cell, new(3, 0)) { At = After(11) }).ThenNothing();
        Given(Reported, Withdrawn).When(new AssignDispute(TheRule, Other, Tier.Cell, new(3, 0)) { At = After(31) }).ThenNothing();
    }

    [Fact]
    public void An_operator_gives_the_case_to_somebody_else_and_the_first_one_loses_the_task() =>
        Given(Reported, Assigned).When(new AssignDispute(Desk, Other, null, null) { At = After(5) })
            .Then(new DisputeAssigned(Desk, Other, Tier.Cell, null, new(Worker, ItsCell)) { At = After(5) });

    [Fact]
    public void With_nobody_on_duty_the_case_is_passed_on_at_once()
    {
        var passedOn = new DisputeEscalated(
            Tier.Cell, Tier.Community, EscalationReason.NobodyOnDuty, Ladder.PlacingRule, new(OnDuty: 0), Noon + Blue, null, null, null, new(null, ItsCell))
        { At = Noon };
        Given(Reported).When(new PassOnDispute(new(0, 0)) { At = Noon }).Then(passedOn).When(new PassOnDispute(new(0, 0)) { At = After(1) }).ThenNothing();
    }

    [Fact]
    public void A_case_that_somebody_has_is_not_passed_on()
    {
        Given(Reported, Assigned).When(new PassOnDispute(new(0, 0)) { At = After(1) }).ThenNothing();
        Given(Reported, Assigned, Acknowledged()).When(new PassOnDispute(new(0, 0)) { At = After(11) }).ThenNothing();
        Given(Reported, Withdrawn).When(new PassOnDispute(new(0, 0)) { At = After(31) }).ThenNothing();
    }

    [Fact]
    public void Every_note_is_a_line_in_the_file()
    {
        var noted = new DisputeNoted(ByWorker, "ROW-NOTE") { At = After(20) };
        var story = Given(Reported, Assigned, Acknowledged()).When(new NoteDispute(ByWorker, "ROW-NOTE") { At = After(20) }).Then(noted);
        story.When(new NoteDispute(ByWorker, "ROW-NOTE-2") { At = After(21) }).Then(new DisputeNoted(ByWorker, "ROW-NOTE-2") { At = After(21) });
        Given(Reported, Withdrawn).When(new NoteDispute(ByWorker, "ROW-NOTE") { At = After(40) }).ThenRefused(DisputeRefusal.CaseOver);
    }

    [Fact]
    public void A_handler_asks_one_tier_up_with_a_reason_until_the_top()
    {
        DisputeEscalated Up(Tier from, double minute, Departure? leaves) => new(
            from, from + 1, EscalationReason.Asked, Ladder.AcknowledgeRule(Severity.Blue), new(), After(minute) + Blue, null, ByWorker, "ROW-WHY", leaves)
        { At = After(minute) };
        LevelUpDispute Ask(double minute) => new(ByWorker, "ROW-WHY") { At = After(minute) };

        Given(Reported, Assigned, Acknowledged()).When(Ask(20)).Then(Up(Tier.Cell, 20, new(Worker, ItsCell)))
            .When(Ask(30)).Then(Up(Tier.Community, 30, null))
            .When(Ask(40)).Then(Up(Tier.Street, 40, null))
            .When(Ask(50)).ThenRefused(DisputeRefusal.AtTheTop);
    }

    [Fact]
    public void A_case_is_handed_down_one_tier_at_a_time_and_not_below_its_cell()
    {
        DisputeLevelLowered Down(Tier from, double minute) => new(
            from, from - 1, ItsBuilding, Desk, "ROW-WHY", After(minute) + Blue, Ladder.AcknowledgeRule(Severity.Blue), null)
        { At = After(minute) };
        LevelDownDispute Hand(double minute) => new(Desk, "ROW-WHY") { At = After(minute) };

        var atStreet = Given(Reported, Climbed(Tier.Cell, After(1), new(null, ItsCell)), Climbed(Tier.Community, After(2), null));
        atStreet.When(Hand(20)).Then(Down(Tier.Street, 20)).When(Hand(30)).Then(Down(Tier.Community, 30)).When(Hand(40)).ThenRefused(DisputeRefusal.AtTheBottom);
    }

    [Theory, InlineData("district-unlocated"), InlineData("440306400")]
    public void What_has_no_place_cannot_be_handed_down(string area) =>
        Given(ReportedAs(Severity.Blue, new(area), Tier.District)).When(new LevelDownDispute(Desk, "ROW") { At = After(5) }).ThenRefused(DisputeRefusal.AtTheBottom);

    [Fact]
    public void A_person_places_a_case_from_the_triage_list_and_it_goes_to_its_cell()
    {
        var listed = ReportedAs(Severity.Blue, AreaId.District.Unlocated, Tier.District);
        var story = Given(listed).When(new TriageDispute(Desk, ItsBuilding, null, null, "ROW-WHY") { At = After(9) }).Then(new DisputeTriaged(
            Desk, ItsBuilding, Category.Neighbour, Severity.Blue, Tier.Cell, "ROW-WHY", After(9) + Blue, Ladder.AcknowledgeRule(Severity.Blue), listed.Area, null)
        { At = After(9) });
        story.When(new TriageDispute(Desk, ItsBuilding, null, null, "ROW-WHY") { At = After(10) }).ThenNothing();
    }

    [Fact]
    public void A_case_never_becomes_violence_in_its_own_stream()
    {
        var triage = new TriageDispute(Desk, null, Category.FamilyViolence, null, "ROW-WHY") { At = After(20) };
        Given(Reported).When(triage).ThenRefused(DisputeRefusal.UseViolence);
        Given(Reported, Assigned, Acknowledged()).When(triage with { Area = ItsCell, Severity = Severity.Red }).ThenRefused(DisputeRefusal.UseViolence);
        Given(Reported, Assigned, Acknowledged(), Settled()).When(triage).ThenRefused(DisputeRefusal.CaseOver);
    }

    [Fact]
    public void A_case_made_more_urgent_starts_its_clock_anew_and_leaves_the_worker_for_a_new_choice() =>
        Given(Reported, Assigned, Acknowledged()).When(new TriageDispute(Desk, null, null, Severity.Orange, "ROW-WHY") { At = After(20) }).Then(new DisputeTriaged(
            Desk, ItsBuilding, Category.Neighbour, Severity.Orange, Tier.Cell, "ROW-WHY", After(20) + Ladder.AcknowledgeWithin(Severity.Orange),
            Ladder.AcknowledgeRule(Severity.Orange), ItsBuilding, new(Worker, ItsCell))
        { At = After(20) });

    [Fact]
    public void A_case_with_a_head_that_is_made_more_urgent_goes_back_to_the_cell() =>
        Given(Reported, AtTheHead).When(new TriageDispute(Desk, null, null, Severity.Orange, "ROW-WHY") { At = After(20) }).Then(new DisputeTriaged(
            Desk, ItsBuilding, Category.Neighbour, Severity.Orange, Tier.Cell, "ROW-WHY", After(20) + Ladder.AcknowledgeWithin(Severity.Orange),
            Ladder.AcknowledgeRule(Severity.Orange), ItsBuilding, new(Head, ItsCell))
        { At = After(20) });

    [Fact]
    public void A_case_is_settled_by_somebody_who_has_it()
    {
        Given(Reported, Assigned).When(new SettleDispute(ByWorker, "ROW-TERMS") { At = After(60) }).ThenRefused(DisputeRefusal.NotAcknowledged);
        Given(Reported, Assigned, Acknowledged()).When(new SettleDispute(ByWorker, "ROW-TERMS") { At = After(60) }).Then(Settled())
            .When(new SettleDispute(ByWorker, "ROW-TERMS") { At = After(61) }).ThenRefused(DisputeRefusal.CaseOver);
    }

    [Fact]
    public void A_settlement_taken_back_starts_the_clock_afresh_and_nothing_fires_at_once()
    {
        var reopened = new DisputeReopened(Desk, "ROW-WHY", Tier.Cell, After(10_000) + Blue, Ladder.AcknowledgeRule(Severity.Blue), ItsCell) { At = After(10_000) };
        var story = Given(Reported, Assigned, Acknowledged(), Settled()).When(new ReopenDispute(Desk, "ROW-WHY") { At = After(10_000) }).Then(reopened);
        Assert.Equal([new Wanted(Dispute.AcknowledgeClock, "", After(10_000) + Blue)], Dispute.DeadlinesOf(story.State));
        story.When(new ReopenDispute(Desk, "ROW-WHY") { At = After(10_001) }).ThenRefused(DisputeRefusal.NotSettled);
    }

    [Fact]
    public void What_a_head_settled_comes_back_to_the_cell() =>
        Given(Reported, AtTheHead, Acknowledged(tier: Tier.Building), Settled()).When(new ReopenDispute(Desk, "ROW-WHY") { At = After(90) })
            .Then(new DisputeReopened(Desk, "ROW-WHY", Tier.Cell, After(90) + Blue, Ladder.AcknowledgeRule(Severity.Blue), ItsCell) { At = After(90) });

    [Fact]
    public void A_party_withdraws_once() =>
        Given(Reported, Assigned).When(new WithdrawDispute(Party, null) { At = After(30) }).Then(Withdrawn).When(new WithdrawDispute(Party, null) { At = After(31) }).ThenNothing();

    [Fact]
    public void A_withdrawn_case_is_not_reopened() => Given(Reported, Withdrawn).When(new ReopenDispute(Desk, "ROW") { At = After(40) }).ThenRefused(DisputeRefusal.CaseOver);

    [Fact]
    public void A_case_that_goes_to_another_office_is_closed_with_that_reason() =>
        Given(Reported, Assigned).When(new CloseDispute(Desk, CloseReason.Transferred) { At = After(30) })
            .Then(new DisputeClosed(Desk, CloseReason.Transferred, new(Worker, ItsCell)) { At = After(30) })
            .When(new CloseDispute(Desk, CloseReason.Transferred) { At = After(31) }).ThenRefused(DisputeRefusal.CaseOver);
}
