using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>A case's events folded into its card.</summary>
public static class DisputeCardFold
{
    /// <summary>The card after one more entry of its stream; null before only for the entry that opens the case.</summary>
    public static DisputeCard Evolve(DisputeCard? card, JournalEntry entry, DisputeEvent happened)
    {
        var next = happened switch
        {
            DisputeReported it => Opened(entry.Stream.Id, it.Area, it.Category, it.Severity, it.Tier, it.AcknowledgeDueAt, it.Rule, it.ReportRow, it.At),
            DisputeSealed it => Opened(entry.Stream.Id, it.Area, Category.FamilyViolence, it.Severity, it.Tier, it.AcknowledgeDueAt, it.Rule, it.ReportRow, it.At),
            _ => Changed(card ?? throw new UnreachableException($"{happened.GetType().Name} on an unreported case"), happened),
        };
        return next with { Version = entry.Version, HashTag = entry.HashTag, ChangedAt = happened.At };
    }

    /// <summary>The card of a whole stream; null when there is none.</summary>
    public static DisputeCard? Of(IEnumerable<JournalEntry> stream)
    {
        DisputeCard? card = null;
        foreach (var entry in stream) card = Evolve(card, entry, (DisputeEvent)EventCodec.Decode(entry));
        return card;
    }

    private static DisputeCard Opened(
        string caseId, AreaId area, Category category, Severity severity, Tier tier, DateTimeOffset due, RuleRef rule, string reportRow, DateTimeOffset at) => new()
        {
            CaseId = caseId,
            Version = 1,
            Area = area,
            Category = category,
            Severity = severity,
            State = CardState.Waiting,
            Tier = tier,
            ReportedAt = at,
            ChangedAt = at,
            Due = new(ClockKind.Acknowledge, due, DisputeCard.Above(tier)),
            Ladder = [new(tier, at, due, RungOutcome.Current)],
            Why = Why.Of(WhyReason.Reported, rule, new() { Minutes = Minutes(at, due), Tier = tier }),
            AlarmEverySeconds = (int)RuleSet.Shipped.AlarmEvery.TotalSeconds,
            ReportRow = reportRow,
        };

    private static DisputeCard Changed(DisputeCard card, DisputeEvent happened) => happened switch
    {
        DisputeAccepted it => card with { Accepted = true, Term = it.TermEndsAt },
        DisputeTermLapsed => card with { Term = null, TermLapsed = true },
        DisputeNoted => card with { Notes = card.Notes + 1 },
        DisputeTwinRefused or DisputePhotoAdded or DisputeTaskCompleted => card,
        DisputeTaskBriefed => card with { Briefed = true },
        DisputeTaskAdvanced it => card with { Task = card.Task is { } task ? task with { Stage = it.Stage } : null },
        DisputeHelpCalled it => card with { Task = card.Task is { } task ? task with { Help = it.At } : null },
        DisputeHelpAnswered => card with { Task = card.Task is { } task ? task with { Help = null } : null },
        DisputeTaskDeclined or DisputeTaskHandedOver or DisputeShiftEnded => CardTasks.Left(card, happened),
        DisputeAssigned it => Assigned(card, it),
        DisputeTriaged it => Triaged(card, it),
        DisputeAcknowledged it => card with
        {
            State = CardState.InHand,
            By = new(it.By.Role, it.By.Responder, it.By.Desk, it.At),
            Due = new(ClockKind.Settle, it.SettleDueAt, DisputeCard.Above(card.Tier)),
            AlarmingSince = null,
            Ladder = Last(card, rung => rung with { Outcome = RungOutcome.Acknowledged }),
        } is var held && it.By.Responder is { } who ? CardTasks.Acknowledged(held, who, it.At) : held,
        DisputeReleased it => card with
        {
            State = CardState.Waiting,
            By = null,
            Due = new(ClockKind.Acknowledge, it.AcknowledgeDueAt, DisputeCard.Above(card.Tier)),
            AlarmingSince = null,
            Ladder = Last(card, rung => rung with { Outcome = RungOutcome.Current, DueAt = it.AcknowledgeDueAt }),
            Task = card.Task is { } released ? released with { Stage = TaskStage.Offered } : null,
        },
        DisputeEscalated it => Moved(card, it.To, it.AcknowledgeDueAt, OutcomeOf(it.Reason), it.At) with
        {
            Why = Why.Of(ReasonOf(it.Reason), it.Rule, new() { Minutes = it.Facts.Minutes, OnDuty = it.Facts.OnDuty, Tier = it.From }),
        },
        DisputeLevelLowered it => Moved(card, it.To, it.AcknowledgeDueAt, RungOutcome.LevelDown, it.At) with
        {
            Why = Why.Of(WhyReason.LevelDown, it.Rule, new() { Tier = it.From }),
        },
        DisputeReopened it => Moved(card, it.Tier, it.AcknowledgeDueAt, null, it.At) with
        {
            Why = Why.Of(WhyReason.Asked, it.Rule, new() { Tier = it.Tier }),
        },
        DisputeAlarmed it => card with
        {
            Due = null,
            AlarmingSince = it.At,
            Ladder = Last(card, rung => rung with { Outcome = OutcomeOf(it.Reason) }),
            Why = Why.Of(WhyReason.Alarm, it.Rule, new() { Minutes = it.Facts.Minutes, OnDuty = it.Facts.OnDuty, Tier = Tier.District }),
        },
        DisputeSettled => Over(card, CardState.Settled),
        DisputeRefused => Over(card, CardState.Refused),
        DisputeWithdrawn => Over(card, CardState.Withdrawn),
        DisputeClosed => Over(card, CardState.Closed),
        _ => throw new UnreachableException(happened.GetType().Name),
    };

    private static DisputeCard Assigned(DisputeCard card, DisputeAssigned it) => CardTasks.Given(card, it.Responder, it.At, TaskLeft.Moved) with
    {
        Tier = it.Tier,
        Due = card.Due is { } due ? due with { Then = DisputeCard.Above(it.Tier) } : null,
        Ladder = it.Tier == card.Tier ? card.Ladder : Last(card, rung => rung with { Tier = it.Tier }),
        Why = it.Facts is { } facts && it.By.Role == Actor.Rule ? new(WhyReason.Placed, null, null, new() { OnDuty = facts.OnDuty, Load = facts.Load, Tier = it.Tier, Skilled = facts.Skilled, LeftOut = facts.LeftOut }) : card.Why,
    };

    private static DisputeCard Triaged(DisputeCard card, DisputeTriaged it)
    {
        var moved = it.Tier == card.Tier
            ? Waiting(card, it.AcknowledgeDueAt) with { Ladder = Last(card, rung => rung with { ToldAt = it.At, DueAt = it.AcknowledgeDueAt, Outcome = RungOutcome.Current }) }
            : Moved(card, it.Tier, it.AcknowledgeDueAt, it.Tier > card.Tier ? RungOutcome.LevelUp : RungOutcome.LevelDown, it.At);
        var why = it.Severity != card.Severity ? Why.Of(WhyReason.Severity, it.Rule, new() { Minutes = Minutes(it.At, it.AcknowledgeDueAt), Tier = it.Tier })
            : it.Area != card.Area ? Why.Of(WhyReason.Placed, it.Rule, new() { Tier = it.Tier }) : card.Why;
        return moved with { Area = it.Area, Category = it.Category, Severity = it.Severity, Why = why };
    }

    /// <summary>At another tier with nobody yet; <paramref name="left"/>: how the stay before ended, null when that is already said.</summary>
    private static DisputeCard Moved(DisputeCard card, Tier to, DateTimeOffset due, RungOutcome? left, DateTimeOffset at) => Waiting(card with { Tier = to }, due) with
    {
        Ladder = (left is { } outcome ? Last(card, rung => rung with { Outcome = outcome }) : card.Ladder).Add(new(to, at, due, RungOutcome.Current)),
    };

    private static DisputeCard Waiting(DisputeCard card, DateTimeOffset due) => CardTasks.Without(card, TaskLeft.Climbed) with
    {
        State = CardState.Waiting,
        By = null,
        Assigned = null,
        AlarmingSince = null,
        Due = new(ClockKind.Acknowledge, due, DisputeCard.Above(card.Tier)),
    };

    private static DisputeCard Over(DisputeCard card, CardState state) =>
        CardTasks.Without(card, TaskLeft.Over) with { State = state, Due = null, Term = null, TermLapsed = false, Assigned = null, AlarmingSince = null };

    private static ImmutableArray<CardRung> Last(DisputeCard card, Func<CardRung, CardRung> change) => card.Ladder.SetItem(card.Ladder.Length - 1, change(card.Ladder[^1]));

    private static int Minutes(DateTimeOffset from, DateTimeOffset to) => (int)(to - from).TotalMinutes;

    private static RungOutcome OutcomeOf(EscalationReason reason) => reason switch
    {
        EscalationReason.Unacknowledged => RungOutcome.Missed,
        EscalationReason.Lapsed => RungOutcome.Lapsed,
        EscalationReason.NobodyOnDuty or EscalationReason.Declined => RungOutcome.PassedOn,
        _ => RungOutcome.LevelUp,
    };

    private static WhyReason ReasonOf(EscalationReason reason) => reason switch
    {
        EscalationReason.Unacknowledged => WhyReason.Unacknowledged,
        EscalationReason.Lapsed => WhyReason.Lapsed,
        EscalationReason.NobodyOnDuty => WhyReason.NobodyOnDuty,
        EscalationReason.Declined => WhyReason.Declined,
        _ => WhyReason.Asked,
    };
}
