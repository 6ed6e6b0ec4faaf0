using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Tests.Rules.Disputes;

public sealed class DisputeCardTests
{
    private static readonly DateTimeOffset Noon = new(2031, 5, 6, 4, 0, 0, TimeSpan.Zero);
    private static readonly StreamId Case = StreamId.Of("live", Partition.Open, "dispute", "HQ3M7TKD2V9WXYZ1");
    private static readonly AreaId Home = new("440306018012-017-0042");
    private static readonly RuleRef Rule = new("acknowledge-red", 1);
    private static readonly ResponderId Worker = new("worker-440306018012-017-1");
    private static readonly DisputeReported Reported = new(Category.Hazard, Severity.Red, Home, Tier.Cell, "row", Noon.AddMinutes(5), Rule, Tier.Community) { At = Noon };

    [Fact]
    public void A_new_case_waits_at_its_tier_and_says_where_it_climbs()
    {
        var card = After(Reported);
        Assert.Equal((CardState.Waiting, Tier.Cell, "1-00000000000000ff"), (card.State, card.Tier, card.ETag));
        Assert.Equal(new CardDue(ClockKind.Acknowledge, Noon.AddMinutes(5), Tier.Community), card.Due);
        Assert.Equal([new CardRung(Tier.Cell, Noon, Noon.AddMinutes(5), RungOutcome.Current)], card.Ladder);
        Assert.Equal((WhyReason.Reported, "acknowledge-red", 5), (card.Why.Reason, card.Why.Rule, card.Why.Facts.Minutes));
    }

    [Fact]
    public void A_case_that_nobody_acknowledged_climbs_and_its_ladder_tells_every_tier()
    {
        var card = After(Reported, Assigned(1), Up(5, Tier.Cell, Tier.Community), Up(10, Tier.Community, Tier.Street));
        Assert.Equal([Tier.Cell, Tier.Community, Tier.Street], card.Ladder.Select(rung => rung.Tier));
        Assert.Equal([RungOutcome.Missed, RungOutcome.Missed, RungOutcome.Current], card.Ladder.Select(rung => rung.Outcome));
        Assert.Null(card.Assigned);
        Assert.Equal((WhyReason.Unacknowledged, Tier.Community), (card.Why.Reason, card.Why.Facts.Tier));
    }

    [Fact]
    public void Acknowledging_starts_the_settle_clock_and_taking_it_back_the_other_one()
    {
        var acknowledged = After(Reported, Assigned(1), Acknowledged(2));
        Assert.Equal((CardState.InHand, ClockKind.Settle, RungOutcome.Acknowledged), (acknowledged.State, acknowledged.Due!.Kind, acknowledged.Ladder[^1].Outcome));
        Assert.Equal(new CardActor("operator", null, "desk-row", Noon.AddMinutes(2)), acknowledged.By);

        var released = After(Reported, Assigned(1), Acknowledged(2), new DisputeReleased(new("operator"), "r", Noon.AddMinutes(8), Rule) { At = Noon.AddMinutes(3) });
        Assert.Equal((CardState.Waiting, ClockKind.Acknowledge, RungOutcome.Current), (released.State, released.Due!.Kind, released.Ladder[^1].Outcome));
        Assert.Null(released.By);
    }

    [Fact]
    public void At_the_district_the_ladder_ends_and_the_case_alarms()
    {
        var card = After(
            Reported, Up(5, Tier.Cell, Tier.Community), Up(10, Tier.Community, Tier.Street), Up(15, Tier.Street, Tier.District),
            new DisputeAlarmed(EscalationReason.Unacknowledged, Rule, new(5), Noon.AddMinutes(20)) { At = Noon.AddMinutes(20) });
        Assert.Null(card.Due);
        Assert.Equal((Noon.AddMinutes(20), 300, WhyReason.Alarm), (card.AlarmingSince, card.AlarmEverySeconds, card.Why.Reason));
        Assert.True(card.IsOverdue);
    }

    [Fact]
    public void A_head_on_duty_takes_a_case_to_the_buildings_rung()
    {
        var card = After(Reported with { Severity = Severity.Yellow }, Assigned(1, Tier.Building));
        Assert.Equal((Tier.Building, Tier.Building, Tier.Cell), (card.Tier, card.Ladder[^1].Tier, card.Due!.Then));
    }

    [Fact]
    public void Only_what_an_ops_center_must_hear_of_is_an_escalation()
    {
        Assert.Equal(EscalationKind.NewRed, Told(Reported)!.Kind);
        Assert.Null(Told(Reported with { Severity = Severity.Blue }));
        Assert.Null(Told(Reported, Assigned(1)));
        Assert.Null(Told(Reported, Assigned(1), Acknowledged(2)));
        var up = Told(Reported, Up(5, Tier.Cell, Tier.Community))!;
        Assert.Equal((EscalationKind.Up, Tier.Cell, Tier.Community, "HQ3M7TKD2V9WXYZ1@2"), (up.Kind, up.From!.Value, up.To!.Value, up.Id));
        Assert.Equal(EscalationKind.NewRed, Told(Reported with { Severity = Severity.Blue }, Triaged(3, Severity.Red))!.Kind);
        Assert.Null(Told(Reported, Triaged(3, Severity.Red)));
    }

    private static DisputeAssigned Assigned(int minute, Tier tier = Tier.Cell) => new(new(Actor.Rule), Worker, tier, new(2, 0), null) { At = Noon.AddMinutes(minute) };

    private static DisputeAcknowledged Acknowledged(int minute) => new(new("operator", Desk: "desk-row"), Tier.Cell, Noon.AddHours(4), Rule) { At = Noon.AddMinutes(minute) };

    private static DisputeEscalated Up(int minute, Tier from, Tier to) =>
        new(from, to, EscalationReason.Unacknowledged, Rule, new(5), Noon.AddMinutes(minute + 5), Noon.AddMinutes(minute), null, null, null) { At = Noon.AddMinutes(minute) };

    private static DisputeTriaged Triaged(int minute, Severity severity) =>
        new(new("operator"), Home, Category.Hazard, severity, Tier.Cell, "r", Noon.AddMinutes(minute + 5), Rule, Home, null) { At = Noon.AddMinutes(minute) };

    private static DisputeCard After(params DisputeEvent[] history) => DisputeCardFold.Of(BoardEntries.Of(Case, history))!;

    private static Escalation? Told(params DisputeEvent[] history) =>
        Escalation.Of(history.Length == 1 ? null : After(history[..^1]), After(history), history[^1]);
}
