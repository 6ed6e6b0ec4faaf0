using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Disputes.Dispute;
using static GridActors.Disputes.DisputeRefusal;
using static GridActors.Journal.Decision<GridActors.Disputes.DisputeEvent, GridActors.Disputes.DisputeRefusal>;

namespace GridActors.Disputes;

/// <summary>How an open case moves on the ladder: the parts of <see cref="Dispute.Decide"/> that need more than a line.</summary>
internal static class DisputeMoves
{
    /// <summary>
    /// Where the ladder begins: at the cell when the place is known that well (the cell hands it to the building's head where the rule says so), else
    /// with the district's triage list; violence at the district's need-to-know desk, never below.
    /// </summary>
    public static Tier StartTier(AreaId area, Category category) =>
        category == Category.FamilyViolence || area.IsUnlocated || area.Level < AreaLevel.Cell ? Tier.District : Tier.Cell;

    public static Decision<DisputeEvent, DisputeRefusal> DeadlinePassed(Open open, DisputeDeadlinePassed passed, RuleSet rules) => (open, passed.Kind) switch
    {
        (Waiting waiting, AcknowledgeClock) when waiting.AcknowledgeDueAt == passed.DueAt =>
            Climb(open, passed, EscalationReason.Unacknowledged, rules.AcknowledgeRule(open.File.Severity), rules.AcknowledgeWithin(open.File.Severity), rules),
        (InHand hand, SettleClock) when hand.SettleDueAt == passed.DueAt =>
            Climb(open, passed, EscalationReason.Lapsed, rules.SettleRule(open.File.Severity), rules.SettleWithin(open.File.Severity, open.File.Tier), rules),
        (_, TermClock) when open.File.TermEndsAt == passed.DueAt => Accept(new DisputeTermLapsed(rules.TermRule, passed.DueAt) { At = passed.At }),
        _ => NothingNew, // the clock was stopped before the alarm came
    };

    public static Decision<DisputeEvent, DisputeRefusal> Triaged(Open open, TriageDispute triage, RuleSet rules)
    {
        var (area, category, severity) = (triage.Area ?? open.File.Area, triage.Category ?? open.File.Category, triage.Severity ?? open.File.Severity);
        if (area == open.File.Area && category == open.File.Category && severity == open.File.Severity) return NothingNew;
        if (category == Category.FamilyViolence && open.File.Category != Category.FamilyViolence) return Refuse(UseViolence); // its sealed twin says it, never this stream
        var tier = area != open.File.Area ? StartTier(area, category) : open.File.Tier == Tier.Building ? Tier.Cell : open.File.Tier; // the cell chooses anew
        return Accept(new DisputeTriaged(
            triage.By, area, category, severity, tier, triage.ReasonRow, triage.At + rules.AcknowledgeWithin(severity), rules.AcknowledgeRule(severity),
            open.File.Area, open.File.Leaves)
        { At = triage.At });
    }

    /// <summary>The cell's choice counts only while the case still waits with it; an operator's always.</summary>
    public static Decision<DisputeEvent, DisputeRefusal> Assigned(Open open, AssignDispute assign)
    {
        if (open.File.Responder == assign.Responder) return NothingNew;
        if (assign.By.Role == Actor.Rule && open is not Waiting { File: { Tier: Tier.Cell, Responder: null } }) return NothingNew;
        return Accept(new DisputeAssigned(assign.By, assign.Responder, assign.Tier ?? open.File.Tier, assign.Facts, assign.By.Role == Actor.Rule ? null : open.File.Leaves) { At = assign.At });
    }

    public static Decision<DisputeEvent, DisputeRefusal> PassedOn(Waiting waiting, PassOnDispute pass, RuleSet rules)
    {
        if (waiting.File is not { Tier: Tier.Cell, Responder: null }) return NothingNew;
        return Accept(Up(waiting, pass.At, EscalationReason.NobodyOnDuty, rules.PlacingRule, new(OnDuty: pass.Facts.OnDuty), rules));
    }

    public static Decision<DisputeEvent, DisputeRefusal> LeveledUp(Open open, LevelUpDispute up, RuleSet rules)
    {
        if (open.File.Tier == Tier.District) return Refuse(AtTheTop);
        return Accept(Up(open, up.At, EscalationReason.Asked, rules.AcknowledgeRule(open.File.Severity), new(), rules) with { By = up.By, ReasonRow = up.ReasonRow });
    }

    public static Decision<DisputeEvent, DisputeRefusal> LeveledDown(Open open, LevelDownDispute down, RuleSet rules)
    {
        var (from, severity) = (open.File.Tier, open.File.Severity);
        if (from <= Tier.Cell || from - 1 < LowestTier(open.File)) return Refuse(AtTheBottom);
        return Accept(new DisputeLevelLowered(
            from, from - 1, open.File.Area, down.By, down.ReasonRow, down.At + rules.AcknowledgeWithin(severity), rules.AcknowledgeRule(severity), open.File.Leaves)
        { At = down.At });
    }

    public static Decision<DisputeEvent, DisputeRefusal> Reopened(Over over, ReopenDispute reopen, RuleSet rules)
    {
        var tier = over.File.Tier == Tier.Building ? Tier.Cell : over.File.Tier;
        return Accept(new DisputeReopened(
            reopen.By, reopen.ReasonRow, tier, reopen.At + rules.AcknowledgeWithin(over.File.Severity), rules.AcknowledgeRule(over.File.Severity),
            tier == Tier.Cell ? over.File.Area.At(AreaLevel.Cell) : null)
        { At = reopen.At });
    }

    /// <summary>A case cannot sink below what is known of its place, and violence never sinks.</summary>
    private static Tier LowestTier(CaseFile file) => file.Category == Category.FamilyViolence ? Tier.District : file.Area.Level switch
    {
        AreaLevel.District => Tier.District,
        AreaLevel.Street => Tier.Street,
        AreaLevel.Community => Tier.Community,
        _ => Tier.Cell,
    };

    private static Decision<DisputeEvent, DisputeRefusal> Climb(
        Open open, DisputeDeadlinePassed passed, EscalationReason reason, RuleRef rule, TimeSpan clock, RuleSet rules)
    {
        var facts = new EscalationFacts(Minutes: (int)clock.TotalMinutes);
        return open.File.Tier == Tier.District
            ? Accept(new DisputeAlarmed(reason, rule, facts, passed.DueAt) { At = passed.At })
            : Accept(Up(open, passed.At, reason, rule, facts, rules) with { DueAt = passed.DueAt });
    }

    private static DisputeEscalated Up(Open open, DateTimeOffset at, EscalationReason reason, RuleRef rule, EscalationFacts facts, RuleSet rules)
    {
        var to = open.File.Tier == Tier.Building ? Tier.Cell : open.File.Tier + 1;
        return new(
            open.File.Tier, to, reason, rule, facts, at + rules.AcknowledgeWithin(open.File.Severity), DueAt: null, By: null, ReasonRow: null, open.File.Leaves)
        {
            At = at,
            Cell = to == Tier.Cell ? open.File.Area.At(AreaLevel.Cell) : null,
        };
    }
}
