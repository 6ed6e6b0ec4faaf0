using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Tests.Disputes;

/// <summary>The words that tests about a case begin with.</summary>
internal static class CaseStory
{
    public static readonly DateTimeOffset Noon = new(2031, 5, 6, 4, 0, 0, TimeSpan.Zero);
    public static readonly RuleSet Ladder = RuleSet.Shipped;
    public static readonly AreaId ItsCell = new("440306018012-017"), ItsBuilding = new("440306018012-017-0042");
    public static readonly ResponderId Worker = new("worker-440306018012-017-1"), Head = new("head-440306018012-017-0042"), Other = new("worker-440306018012-018-1");
    public static readonly Actor ByWorker = new("worker", Worker), Desk = new(Actor.Operator, Desk: "ROW-DESK"), Party = new(Actor.Party), TheRule = new(Actor.Rule);

    public static DateTimeOffset After(double minutes) => Noon.AddMinutes(minutes);

    public static Scenario<Dispute, DisputeCommand, DisputeEvent, DisputeRefusal> Given(params DisputeEvent[] history) =>
        new(new Dispute.Unreported(), Dispute.Evolve, (dispute, command) => Dispute.Decide(dispute, command, Ladder), [.. history]);

    /// <summary>A blue quarrel between neighbours, with its cell since noon.</summary>
    public static DisputeReported Reported { get; } = ReportedAs(Severity.Blue);

    public static DisputeReported ReportedAs(Severity severity, AreaId? area = null, Tier tier = Tier.Cell) => new(
        Category.Neighbour, severity, area ?? ItsBuilding, tier, "ROW-REPORT", Noon + Ladder.AcknowledgeWithin(severity), Ladder.AcknowledgeRule(severity),
        severity == Severity.Red && tier == Tier.Cell ? Tier.Community : null)
    { At = Noon };

    /// <summary>The cell gave it to its worker.</summary>
    public static DisputeAssigned Assigned { get; } = new(TheRule, Worker, Tier.Cell, new(3, 0), null) { At = Noon };

    /// <summary>The cell gave it to the building's head.</summary>
    public static DisputeAssigned AtTheHead { get; } = new(TheRule, Head, Tier.Building, new(3, 0), null) { At = Noon };

    public static DisputeAcknowledged Acknowledged(double minute = 10, Tier tier = Tier.Cell, Severity severity = Severity.Blue) =>
        new(ByWorker, tier, After(minute) + Ladder.SettleWithin(severity, tier), Ladder.SettleRule(severity)) { At = After(minute) };

    public static DisputeAccepted Accepted(double minute = 5) => new(Desk, After(minute) + Ladder.Term, Ladder.TermRule) { At = After(minute) };

    public static DisputeSettled Settled(double minute = 60) => new(ByWorker, "ROW-TERMS", new(Worker, ItsCell)) { At = After(minute) };

    public static DisputeWithdrawn Withdrawn { get; } = new(Party, null, new(Worker, ItsCell)) { At = After(30) };

    /// <summary>One step up because nobody acknowledged.</summary>
    public static DisputeEscalated Climbed(Tier from, DateTimeOffset dueAt, Departure? leaves, Severity severity = Severity.Blue) => new(
        from, from == Tier.Building ? Tier.Cell : from + 1, EscalationReason.Unacknowledged, Ladder.AcknowledgeRule(severity), new(Minutes: (int)Ladder.AcknowledgeWithin(severity).TotalMinutes),
        dueAt + Ladder.AcknowledgeWithin(severity), dueAt, null, null, leaves)
    {
        At = dueAt,
        Cell = from == Tier.Building ? ItsCell : null,
    };

    public static DisputeDeadlinePassed Missed(string kind, DateTimeOffset dueAt) => new(kind, dueAt) { At = dueAt };
}
