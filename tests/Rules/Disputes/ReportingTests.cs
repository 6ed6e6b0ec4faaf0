using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Disputes;

public sealed class ReportingTests
{
    [Fact]
    public void A_report_from_a_building_opens_a_case_with_its_cell() =>
        Given().When(new ReportDispute(Category.Neighbour, null, ItsBuilding, "ROW-REPORT") { At = Noon }).Then(Reported);

    [Fact]
    public void The_phone_that_resends_a_report_records_nothing() =>
        Given(Reported).When(new ReportDispute(Category.Neighbour, null, ItsBuilding, "ROW-REPORT") { At = After(1) }).ThenNothing();

    [Fact]
    public void A_report_sent_again_after_the_case_is_over_records_nothing() =>
        Given(Reported, Assigned, Acknowledged(), Settled()).When(new ReportDispute(Category.Neighbour, null, ItsBuilding, "ROW-REPORT") { At = After(90) }).ThenNothing();

    [Fact]
    public void A_hazard_is_orange_unless_the_reporter_says_otherwise()
    {
        Assert.Equal(Severity.Orange, Given().When(new ReportDispute(Category.Hazard, null, ItsCell, "R") { At = Noon }).Answer.Events.Cast<DisputeReported>().Single().Severity);
        Assert.Equal(Severity.Red, Given().When(new ReportDispute(Category.Hazard, Severity.Red, ItsCell, "R") { At = Noon }).Answer.Events.Cast<DisputeReported>().Single().Severity);
    }

    [Fact]
    public void Of_a_red_case_the_community_is_told_at_once() =>
        Given().When(new ReportDispute(Category.Neighbour, Severity.Red, ItsBuilding, "ROW-REPORT") { At = Noon }).Then(ReportedAs(Severity.Red) with { AlsoTold = Tier.Community });

    [Theory, InlineData("district-unlocated"), InlineData("440306018-unlocated"), InlineData("440306400"), InlineData("440306018012")]
    public void A_place_that_is_not_known_to_the_cell_waits_on_the_districts_triage_list(string area) =>
        Given().When(new ReportDispute(Category.Neighbour, null, new(area), "ROW-REPORT") { At = Noon }).Then(ReportedAs(Severity.Blue, new(area), Tier.District));

    [Fact]
    public void Violence_starts_at_the_districts_desk_and_never_below()
    {
        var reported = Given().When(new ReportDispute(Category.FamilyViolence, null, ItsBuilding, "R") { At = Noon }).Answer.Events.Cast<DisputeReported>().Single();
        Assert.Equal((Tier.District, Severity.Red, null), (reported.Tier, reported.Severity, reported.AlsoTold));
        Given(reported).When(new LevelDownDispute(Desk, "ROW") { At = After(1) }).ThenRefused(DisputeRefusal.AtTheBottom);
    }

    [Fact]
    public void Nothing_can_be_asked_of_a_case_that_was_never_reported() =>
        Given().When(new AcknowledgeDispute(ByWorker) { At = Noon }).ThenRefused(DisputeRefusal.NeverReported);

    [Fact]
    public void A_case_that_is_taken_on_has_30_days_for_mediation() =>
        Given(Reported, Assigned).When(new AcceptDispute(Desk) { At = After(5) }).Then(new DisputeAccepted(Desk, After(5).AddDays(30), Ladder.TermRule) { At = After(5) });

    [Fact]
    public void Taking_a_case_on_again_records_nothing() =>
        Given(Reported, Assigned, Accepted()).When(new AcceptDispute(Desk) { At = After(9) }).ThenNothing();

    [Fact]
    public void A_case_that_is_not_ours_is_refused_with_its_reason_and_leaves_the_worker() =>
        Given(Reported, Assigned).When(new RefuseDispute(Desk, RefuseReason.NotOurs, "ROW-WHY") { At = After(5) })
            .Then(new DisputeRefused(Desk, RefuseReason.NotOurs, "ROW-WHY", new(Worker, ItsCell)) { At = After(5) });

    [Fact]
    public void A_refused_case_is_not_refused_twice() =>
        Given(Reported, new DisputeRefused(Desk, RefuseReason.NotOurs, null, null) { At = After(5) })
            .When(new RefuseDispute(Desk, RefuseReason.NotOurs, null) { At = After(6) }).ThenRefused(DisputeRefusal.CaseOver);

    [Fact]
    public void A_sealed_case_keeps_what_closes_its_open_twin()
    {
        var seal = new SealDispute(Desk, "OPENCASE", ItsBuilding, "ROW", CloseReason.Transferred, Desk, new(7)) { At = Noon };
        var sealing = new DisputeSealed(
            Desk, "OPENCASE", ItsBuilding, Severity.Red, Tier.District, "ROW", Noon + Ladder.AcknowledgeWithin(Severity.Red), Ladder.AcknowledgeRule(Severity.Red), CloseReason.Transferred,
            Desk, new(7))
        { At = Noon };
        Given().When(seal).Then(sealing).When(seal with { At = After(1) }).ThenNothing();
        Given(sealing).When(new RecordTwinRefusal("CaseOver") { At = After(1) }).Then(new DisputeTwinRefused("CaseOver") { At = After(1) });
    }
}
