using System.Collections.Immutable;
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
            Missed(open, passed, EscalationReason.Unacknowledged, rules.AcknowledgeRule(open.File.Severity), rules.AcknowledgeWithin(open.File.Severity), rules),
        (_, SettleClock) when SettleDueAtOf(open) == passed.DueAt =>
            Missed(open, passed, EscalationReason.Lapsed, rules.SettleRule(open.File.Severity), rules.SettleWithin(open.File.Severity, open.File.Tier), rules),
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

    /// <summary>
    /// The cell's choice counts only while the case still waits with it, and not for somebody who has declined it; an operator's always, but for somebody who is off duty or has an
    /// interest in it.
    /// </summary>
    public static Decision<DisputeEvent, DisputeRefusal> Assigned(Open open, AssignDispute assign, RuleSet rules)
    {
        var (file, isRule) = (open.File, assign.By.Role == Actor.Rule);
        if (file.Responder == assign.Responder) return NothingNew;
        if (isRule && open is not Waiting { File: { Tier: Tier.Cell, Responder: null } }) return NothingNew;
        if (isRule && file.Declined.Contains(assign.Responder))
            return Climbing(open, Up(open, assign.At, EscalationReason.Declined, rules.PlacingRule, new(OnDuty: assign.Facts?.OnDuty), rules), assign.Duty, rules);
        if (!isRule && assign.Duty is { WhomInterested: true }) return Refuse(ConflictOfInterest);
        if (!isRule && assign.Duty is { WhomOnDuty: false }) return Refuse(OffDuty);
        return Accept(new DisputeAssigned(assign.By, assign.Responder, assign.Tier ?? file.Tier, assign.Facts, isRule ? null : file.Leaves) { At = assign.At });
    }

    public static DisputeAcknowledged Acknowledged(Waiting waiting, Actor by, DateTimeOffset at, RuleSet rules) =>
        new(by, waiting.File.Tier, waiting.SettleDueAt ?? at + rules.SettleWithin(waiting.File.Severity, waiting.File.Tier), rules.SettleRule(waiting.File.Severity)) { At = at };

    public static Decision<DisputeEvent, DisputeRefusal> PassedOn(Waiting waiting, PassOnDispute pass, RuleSet rules)
    {
        if (waiting.File is not { Tier: Tier.Cell, Responder: null }) return NothingNew;
        var reason = pass.Facts.LeftOut > 0 && pass.Facts.OnDuty == pass.Facts.LeftOut ? EscalationReason.Declined : EscalationReason.NobodyOnDuty;
        return Climbing(waiting, Up(waiting, pass.At, reason, rules.PlacingRule, new(OnDuty: pass.Facts.OnDuty), rules), pass.Duty, rules);
    }

    public static Decision<DisputeEvent, DisputeRefusal> LeveledUp(Open open, LevelUpDispute up, RuleSet rules)
    {
        if (open.File.Tier == Tier.District) return Refuse(AtTheTop);
        return Climbing(open, Asked(open, up.By, up.ReasonRow, up.At, rules), up.Duty, rules);
    }

    /// <summary>One tier up because whoever has it asks for it.</summary>
    public static DisputeEscalated Asked(Open open, Actor by, string reasonRow, DateTimeOffset at, RuleSet rules) =>
        Up(open, at, EscalationReason.Asked, rules.AcknowledgeRule(open.File.Severity), new(), rules) with { By = by, ReasonRow = reasonRow };

    /// <summary>The step, and those past every desk where nobody is on duty, up to one that is staffed or the district's.</summary>
    public static ImmutableArray<DisputeEvent> Climb(Open open, DisputeEscalated first, DutyFacts? duty, RuleSet rules)
    {
        if (duty is null || duty.IsStaffed(first.To)) return [first];
        var steps = ImmutableArray.Create<DisputeEvent>(first);
        var (now, last) = ((Open)Evolve(open, first), first);
        while (!duty.IsStaffed(last.To))
        {
            last = Up(now, first.At, EscalationReason.NobodyOnDuty, rules.PlacingRule, new(OnDuty: 0), rules);
            steps = steps.Add(last);
            now = (Open)Evolve(now, last);
        }
        return steps;
    }

    private static Decision<DisputeEvent, DisputeRefusal> Climbing(Open open, DisputeEscalated first, DutyFacts? duty, RuleSet rules) =>
        Accept(Climb(open, first, duty, rules).AsSpan());

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

    private static Decision<DisputeEvent, DisputeRefusal> Missed(
        Open open, DisputeDeadlinePassed passed, EscalationReason reason, RuleRef rule, TimeSpan clock, RuleSet rules)
    {
        var facts = new EscalationFacts(Minutes: (int)clock.TotalMinutes);
        return open.File.Tier == Tier.District
            ? Accept(new DisputeAlarmed(reason, rule, facts, passed.DueAt) { At = passed.At })
            : Climbing(open, Up(open, passed.At, reason, rule, facts, rules) with { DueAt = passed.DueAt }, passed.Duty, rules);
    }

    public static DisputeEscalated Up(Open open, DateTimeOffset at, EscalationReason reason, RuleRef rule, EscalationFacts facts, RuleSet rules)
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
