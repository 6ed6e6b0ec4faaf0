using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Rules;
using static GridActors.Disputes.Dispute;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Disputes;

/// <summary>The clocks of a case and the ladder they drive it up.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Blue = Ladder.AcknowledgeWithin(Severity.Blue);

    [Fact]
    public void Unacknowledged_work_climbs_one_tier_at_each_deadline_until_the_district_and_then_rings_without_further_rows()
    {
        var due = Noon + Blue;
        var story = Given(Reported, AtTheHead)
            .When(Missed(AcknowledgeClock, due)).Then(Climbed(Tier.Building, due, new(Head, ItsCell)))
            .When(Missed(AcknowledgeClock, due + Blue)).Then(Climbed(Tier.Cell, due + Blue, new(null, ItsCell)))
            .When(Missed(AcknowledgeClock, due + 2 * Blue)).Then(Climbed(Tier.Community, due + 2 * Blue, null))
            .When(Missed(AcknowledgeClock, due + 3 * Blue)).Then(Climbed(Tier.Street, due + 3 * Blue, null))
            .When(Missed(AcknowledgeClock, due + 4 * Blue)).Then(
                new DisputeAlarmed(EscalationReason.Unacknowledged, Ladder.AcknowledgeRule(Severity.Blue), new(Minutes: 240), due + 4 * Blue) { At = due + 4 * Blue });
        Assert.Empty(DeadlinesOf(story.State));
        Assert.Equal(due + 4 * Blue, Assert.IsType<Waiting>(story.State).AlarmingSince);
        story.When(Missed(AcknowledgeClock, due + 4 * Blue)).ThenNothing();
    }

    [Fact]
    public void The_same_deadline_moves_a_case_only_once() =>
        Given(Reported, Assigned, Climbed(Tier.Cell, Noon + Blue, new(Worker, ItsCell))).When(Missed(AcknowledgeClock, Noon + Blue)).ThenNothing();

    [Fact]
    public void An_acknowledgement_stops_the_acknowledge_clock_and_starts_the_settle_clock()
    {
        var story = Given(Reported, Assigned);
        Assert.Equal([new Wanted(AcknowledgeClock, "", Noon + Blue)], DeadlinesOf(story.State));
        story = story.When(new AcknowledgeDispute(ByWorker) { At = After(10) }).Then(Acknowledged());
        Assert.Equal([new Wanted(SettleClock, "", After(10) + Ladder.SettleWithin(Severity.Blue, Tier.Cell))], DeadlinesOf(story.State));
        story.When(Missed(AcknowledgeClock, Noon + Blue)).ThenNothing();
    }

    [Fact]
    public void A_case_that_is_not_settled_in_time_climbs_and_must_be_acknowledged_anew()
    {
        var due = Acknowledged().SettleDueAt;
        var story = Given(Reported, Assigned, Acknowledged()).When(Missed(SettleClock, due)).Then(new DisputeEscalated(
            Tier.Cell, Tier.Community, EscalationReason.Lapsed, Ladder.SettleRule(Severity.Blue), new(Minutes: 5 * 24 * 60), due + Blue, due, null, null, new(Worker, ItsCell))
        { At = due });
        Assert.Equal([new Wanted(AcknowledgeClock, "", due + Blue)], DeadlinesOf(story.State));
    }

    [Fact]
    public void At_the_district_a_lapsed_settle_clock_alarms_and_the_case_stays_in_hand()
    {
        var triaged = ReportedAs(Severity.Blue, new("district-unlocated"), Tier.District);
        var hand = Acknowledged(tier: Tier.District);
        var story = Given(triaged, hand).When(Missed(SettleClock, hand.SettleDueAt)).Then(
            new DisputeAlarmed(EscalationReason.Lapsed, Ladder.SettleRule(Severity.Blue), new(Minutes: 30 * 24 * 60), hand.SettleDueAt) { At = hand.SettleDueAt });
        Assert.Equal(hand.SettleDueAt, Assert.IsType<InHand>(story.State).AlarmingSince);
        Assert.Empty(DeadlinesOf(story.State));
        story.When(new SettleDispute(ByWorker, "ROW-TERMS") { At = hand.SettleDueAt.AddHours(1) }).Then(
            new DisputeSettled(ByWorker, "ROW-TERMS", null) { At = hand.SettleDueAt.AddHours(1) });
    }

    [Fact]
    public void Two_deadlines_of_one_case_at_one_instant_both_fire()
    {
        var triaged = ReportedAs(Severity.Blue, new("district-unlocated"), Tier.District);
        var (hand, accepted) = (Acknowledged(minute: 10, tier: Tier.District), Accepted(minute: 10));
        var due = hand.SettleDueAt;
        Assert.Equal(due, accepted.TermEndsAt); // 30 days both: the district's settle time and the mediation term
        var story = Given(triaged, hand, accepted);
        Assert.Equal([new Wanted(SettleClock, "", due), new Wanted(TermClock, "", due)], DeadlinesOf(story.State));
        var alarmed = story.When(Missed(SettleClock, due)).Then(
            new DisputeAlarmed(EscalationReason.Lapsed, Ladder.SettleRule(Severity.Blue), new(Minutes: 30 * 24 * 60), due) { At = due });
        var lapsed = alarmed.When(Missed(TermClock, due)).Then(new DisputeTermLapsed(Ladder.TermRule, due) { At = due });
        Assert.Empty(DeadlinesOf(lapsed.State));
        var otherWayRound = story.When(Missed(TermClock, due)).Then(new DisputeTermLapsed(Ladder.TermRule, due) { At = due });
        Assert.Equal([new Wanted(SettleClock, "", due)], DeadlinesOf(otherWayRound.State));
    }

    [Fact]
    public void The_terms_end_is_told_once() =>
        Given(Reported, Accepted(), new DisputeTermLapsed(Ladder.TermRule, After(5).AddDays(30)) { At = After(5).AddDays(30) })
            .When(Missed(TermClock, After(5).AddDays(30))).ThenNothing();

    [Fact]
    public void An_acknowledgement_taken_back_starts_the_acknowledge_clock_of_the_tier_again()
    {
        var released = new DisputeReleased(ByWorker, "ROW-WHY", After(20) + Blue, Ladder.AcknowledgeRule(Severity.Blue)) { At = After(20) };
        var story = Given(Reported, Assigned, Acknowledged()).When(new ReleaseDispute(ByWorker, "ROW-WHY") { At = After(20) }).Then(released);
        Assert.Equal([new Wanted(AcknowledgeClock, "", After(20) + Blue)], DeadlinesOf(story.State));
        story.When(new ReleaseDispute(ByWorker, "ROW-WHY") { At = After(21) }).ThenRefused(DisputeRefusal.NotAcknowledged);
        story.When(new AcknowledgeDispute(Desk) { At = After(30) }).Then(Acknowledged(30) with { By = Desk });
    }

    [Fact]
    public void Acknowledging_again_records_nothing_and_somebody_else_comes_too_late()
    {
        var story = Given(Reported, Assigned, Acknowledged());
        story.When(new AcknowledgeDispute(ByWorker) { At = After(11) }).ThenNothing();
        story.When(new AcknowledgeDispute(Desk) { At = After(11) }).ThenRefused(DisputeRefusal.AlreadyAcknowledged);
    }

    [Fact]
    public void An_alarm_at_the_district_is_answered_by_acknowledging()
    {
        var triaged = ReportedAs(Severity.Blue, new("district-unlocated"), Tier.District);
        var alarmed = new DisputeAlarmed(EscalationReason.Unacknowledged, Ladder.AcknowledgeRule(Severity.Blue), new(Minutes: 240), Noon + Blue) { At = Noon + Blue };
        var story = Given(triaged, alarmed).When(new AcknowledgeDispute(ByWorker) { At = After(300) }).Then(Acknowledged(300, Tier.District));
        Assert.Null(Assert.IsType<InHand>(story.State).AlarmingSince);
    }

    [Fact]
    public void A_case_that_is_over_has_no_clocks_and_a_late_deadline_records_nothing()
    {
        var story = Given(Reported, Assigned, Accepted(), Acknowledged(), Settled());
        Assert.Empty(DeadlinesOf(story.State));
        story.When(Missed(SettleClock, Acknowledged().SettleDueAt)).ThenNothing();
        story.When(Missed(TermClock, Accepted().TermEndsAt)).ThenNothing();
    }
}
