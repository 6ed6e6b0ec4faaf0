using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Disputes.Dispute;
using static GridActors.Disputes.DisputeRefusal;
using static GridActors.Journal.Decision<GridActors.Disputes.DisputeEvent, GridActors.Disputes.DisputeRefusal>;

namespace GridActors.Disputes;

/// <summary>Why a case says no.</summary>
public enum DisputeRefusal
{
    NeverReported,
    AlreadyAcknowledged,
    NotAcknowledged,
    NotSettled,
    CaseOver,
    AtTheTop,
    AtTheBottom,
    NotSealed,
    UseViolence,
    TaskMovedOn,
    NotYourTask,
    OffDuty,
    ConflictOfInterest,
    NoHelpCalled,
}

/// <summary>How a case ended.</summary>
public enum DisputeEnding
{
    Settled,
    Refused,
    Withdrawn,
    Closed,
}

/// <summary>A quarrel, hazard or request, from its first report until it is over.</summary>
[JsonDerivedType(typeof(Unreported), "unreported")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(InHand), "in-hand")]
[JsonDerivedType(typeof(Over), "over")]
public abstract record Dispute
{
    /// <summary>What stays with the case wherever it goes.</summary>
    public sealed record CaseFile(
        Category Category, Severity Severity, AreaId Area, Tier Tier, ResponderId? Responder, bool WithCell, bool Accepted, DateTimeOffset? TermEndsAt)
    {
        /// <summary>Who loses the case when it moves or ends.</summary>
        internal Departure? Leaves => Responder is null && !WithCell ? null : new(Responder, WithCell ? Area.At(AreaLevel.Cell) : null);

        /// <summary>How many tasks the case has given: the number of the latest.</summary>
        public int TasksGiven { get; init; }

        /// <summary>How far the task of <see cref="Responder"/> has come.</summary>
        public TaskStage Stage { get; init; }

        /// <summary>Who had a task of the case before, and may still put a line into its file.</summary>
        public ResponderSet Former { get; init; } = ResponderSet.None;

        /// <summary>Who has declined it and is not asked again.</summary>
        public ResponderSet Declined { get; init; } = ResponderSet.None;

        /// <summary>Somebody in the field called for help and nobody has answered.</summary>
        public DateTimeOffset? HelpSince { get; init; }

        /// <summary>The case at a tier, with nobody yet; at the cell's tier the cell is asked to place it.</summary>
        internal CaseFile MovedTo(Tier tier) => WithNobody() with { Tier = tier, WithCell = tier == Tier.Cell, HelpSince = null };

        /// <summary>Nobody has its task.</summary>
        internal CaseFile WithNobody() => this with { Responder = null, Former = Former.With(Responder), Stage = TaskStage.Offered };

        /// <summary>Somebody has a new task of it.</summary>
        internal CaseFile GivenTo(ResponderId responder) => WithNobody() with { Responder = responder, TasksGiven = TasksGiven + 1 };
    }

    public sealed record Unreported : Dispute;

    /// <summary>Open. <see cref="AlarmingSince"/> is set when the district's own clock ran out.</summary>
    public abstract record Open(CaseFile File, DateTimeOffset? AlarmingSince) : Dispute;

    /// <summary>Nobody has acknowledged at this tier. No due instant: the ladder has ended and the case alarms.</summary>
    public sealed record Waiting(CaseFile File, DateTimeOffset? AcknowledgeDueAt, DateTimeOffset? AlarmingSince) : Open(File, AlarmingSince)
    {
        /// <summary>It was in hand before, and its settle clock runs on while it waits for the next one.</summary>
        public DateTimeOffset? SettleDueAt { get; init; }
    }

    /// <summary>Somebody has it.</summary>
    public sealed record InHand(CaseFile File, Actor By, DateTimeOffset Since, DateTimeOffset? SettleDueAt, DateTimeOffset? AlarmingSince) : Open(File, AlarmingSince);

    public sealed record Over(CaseFile File, DisputeEnding Ending, DateTimeOffset At) : Dispute;

    public const string AcknowledgeClock = "acknowledge";
    public const string SettleClock = "settle";
    public const string TermClock = "term";

    public static Decision<DisputeEvent, DisputeRefusal> Decide(Dispute dispute, DisputeCommand command, RuleSet rules) => (dispute, command) switch
    {
        (Unreported, ReportDispute report) => Reported(report, rules),
        (Unreported, SealDispute seal) => Sealed(seal, rules),
        (Unreported, _) => Refuse(NeverReported),
        (_, ReportDispute or SealDispute) => NothingNew, // phones resend until they hear an answer
        (Open or Over, RecordTwinRefusal refusal) => Accept(new DisputeTwinRefused(refusal.Reason) { At = refusal.At }),

        (Over { Ending: DisputeEnding.Settled } over, ReopenDispute reopen) => DisputeMoves.Reopened(over, reopen, rules),
        (Open, ReopenDispute) => Refuse(NotSettled),
        (Over { Ending: DisputeEnding.Withdrawn }, WithdrawDispute) => NothingNew,
        (Over, DisputeDeadlinePassed or AssignDispute { By.Role: Actor.Rule } or PassOnDispute or EndShift) => NothingNew, // it was over before they came
        (Over over, TaskCommand late) => DisputeTasks.Late(over.File, late, CaseOver),
        (Over, _) => Refuse(CaseOver),

        (Open open, TaskCommand task) => DisputeTasks.Decide(open, task, rules),
        (Open open, EndShift end) => DisputeTasks.ShiftEnded(open, end, rules),
        (Open open, AnswerHelp answer) => open.File.HelpSince is null ? Refuse(NoHelpCalled) : Accept(new DisputeHelpAnswered(answer.By) { At = answer.At }),

        (Open open, AcceptDispute accept) => open.File.Accepted ? NothingNew : Accept(
            new DisputeAccepted(accept.By, accept.At + rules.Term, rules.TermRule) { At = accept.At }),
        (Open open, RefuseDispute refuse) => Accept(new DisputeRefused(refuse.By, refuse.Reason, refuse.TextRow, open.File.Leaves) { At = refuse.At }),
        (Open open, WithdrawDispute withdraw) => Accept(new DisputeWithdrawn(withdraw.By, withdraw.ReasonRow, open.File.Leaves) { At = withdraw.At }),
        (Open open, CloseDispute close) => Accept(new DisputeClosed(close.By, close.Reason, open.File.Leaves) { At = close.At }),
        (Open, NoteDispute note) => Accept(new DisputeNoted(note.By, note.TextRow) { At = note.At }),
        (Open open, TriageDispute triage) => DisputeMoves.Triaged(open, triage, rules),
        (Open open, AssignDispute assign) => DisputeMoves.Assigned(open, assign, rules),
        (Open open, LevelUpDispute up) => DisputeMoves.LeveledUp(open, up, rules),
        (Open open, LevelDownDispute down) => DisputeMoves.LeveledDown(open, down, rules),

        (Waiting waiting, PassOnDispute pass) => DisputeMoves.PassedOn(waiting, pass, rules),
        (InHand, PassOnDispute) => NothingNew,
        (Waiting waiting, AcknowledgeDispute acknowledge) => Accept(DisputeMoves.Acknowledged(waiting, acknowledge.By, acknowledge.At, rules)),
        (InHand hand, AcknowledgeDispute again) => hand.By == again.By ? NothingNew : Refuse(AlreadyAcknowledged),
        (Waiting, ReleaseDispute or SettleDispute) => Refuse(NotAcknowledged),
        (InHand hand, ReleaseDispute release) => Accept(new DisputeReleased(
            release.By, release.ReasonRow, release.At + rules.AcknowledgeWithin(hand.File.Severity), rules.AcknowledgeRule(hand.File.Severity))
        { At = release.At }),
        (InHand hand, SettleDispute settle) => Accept(new DisputeSettled(settle.By, settle.TermsRow, hand.File.Leaves) { At = settle.At }),

        (Open open, DisputeDeadlinePassed passed) => DisputeMoves.DeadlinePassed(open, passed, rules),
        _ => throw new UnreachableException($"{command.GetType().Name} on {dispute.GetType().Name}"),
    };

    public static Dispute Evolve(Dispute dispute, DisputeEvent happened) => (dispute, happened) switch
    {
        (Unreported, DisputeReported it) => new Waiting(new(it.Category, it.Severity, it.Area, it.Tier, null, it.Tier == Tier.Cell, false, null), it.AcknowledgeDueAt, null),
        (Unreported, DisputeSealed it) => new Waiting(new(Category.FamilyViolence, it.Severity, it.Area, it.Tier, null, false, false, null), it.AcknowledgeDueAt, null),
        (_, DisputeNoted or DisputeTwinRefused or DisputeTaskBriefed or DisputeTaskCompleted or DisputePhotoAdded) => dispute,
        (Open open, DisputeAccepted it) => open with { File = open.File with { Accepted = true, TermEndsAt = it.TermEndsAt } },
        (Open open, DisputeTermLapsed) => open with { File = open.File with { TermEndsAt = null } },
        (Open open, DisputeAssigned it) => open with { File = open.File.GivenTo(it.Responder) with { Tier = it.Tier, WithCell = open.File.WithCell && it.By.Role == Actor.Rule } },
        (Open open, DisputeTriaged it) => new Waiting(
            (open.File with { Area = it.Area, Category = it.Category, Severity = it.Severity }).MovedTo(it.Tier), it.AcknowledgeDueAt, null),
        (Open open, DisputeEscalated it) => new Waiting(open.File.MovedTo(it.To), it.AcknowledgeDueAt, null),
        (Open open, DisputeLevelLowered it) => new Waiting(open.File.MovedTo(it.To), it.AcknowledgeDueAt, null),
        (Waiting waiting, DisputeAlarmed it) => waiting with { AcknowledgeDueAt = null, SettleDueAt = null, AlarmingSince = it.At },
        (InHand hand, DisputeAlarmed it) => hand with { SettleDueAt = null, AlarmingSince = it.At },
        (Waiting waiting, DisputeAcknowledged it) => new InHand(
            it.By.Responder is { } who && who == waiting.File.Responder ? waiting.File with { Stage = TaskStage.Acknowledged } : waiting.File, it.By, it.At, it.SettleDueAt, null),
        (InHand hand, DisputeReleased it) => new Waiting(hand.File with { Stage = TaskStage.Offered }, it.AcknowledgeDueAt, null),
        (Open open, DisputeTaskAdvanced it) => open with { File = open.File with { Stage = it.Stage } },
        (Open open, DisputeHelpCalled it) => open with { File = open.File with { HelpSince = it.At } },
        (Open open, DisputeHelpAnswered) => open with { File = open.File with { HelpSince = null } },
        (Open open, DisputeTaskDeclined it) => DisputeTasks.LeftBy(open, it),
        (Open open, DisputeTaskHandedOver it) => DisputeTasks.HandedOver(open, it),
        (Open open, DisputeShiftEnded it) => DisputeTasks.LeftBy(open, it),
        (InHand hand, DisputeSettled it) => Ended(hand, DisputeEnding.Settled, it),
        (Open open, DisputeRefused it) => Ended(open, DisputeEnding.Refused, it),
        (Open open, DisputeWithdrawn it) => Ended(open, DisputeEnding.Withdrawn, it),
        (Open open, DisputeClosed it) => Ended(open, DisputeEnding.Closed, it),
        (Over over, DisputeReopened it) => new Waiting(over.File.MovedTo(it.Tier), it.AcknowledgeDueAt, null),
        _ => throw new UnreachableException($"{happened.GetType().Name} on {dispute.GetType().Name}"),
    };

    /// <summary>What clocks run in this state.</summary>
    public static ImmutableArray<Wanted> DeadlinesOf(Dispute dispute)
    {
        if (dispute is not Open open) return [];
        var clocks = ImmutableArray.CreateBuilder<Wanted>(3);
        if (open is Waiting { AcknowledgeDueAt: { } acknowledge }) clocks.Add(new(AcknowledgeClock, "", acknowledge));
        if (SettleDueAtOf(open) is { } settle) clocks.Add(new(SettleClock, "", settle));
        if (open.File.TermEndsAt is { } term) clocks.Add(new(TermClock, "", term));
        return clocks.ToImmutable();
    }

    /// <summary>When the settle clock of the tier runs out, whether somebody has the case or it waits for the next one.</summary>
    internal static DateTimeOffset? SettleDueAtOf(Open open) => open is InHand hand ? hand.SettleDueAt : (open as Waiting)?.SettleDueAt;

    private static Over Ended(Open open, DisputeEnding ending, DisputeEvent happened) =>
        new(open.File.WithNobody() with { WithCell = false, TermEndsAt = null, HelpSince = null }, ending, happened.At);

    private static Decision<DisputeEvent, DisputeRefusal> Reported(ReportDispute report, RuleSet rules)
    {
        var severity = report.Severity ?? rules.SeverityOf(report.Category);
        var tier = DisputeMoves.StartTier(report.Area, report.Category);
        return Accept(new DisputeReported(
            report.Category, severity, report.Area, tier, report.ReportRow, report.At + rules.AcknowledgeWithin(severity), rules.AcknowledgeRule(severity),
            severity == Severity.Red && tier == Tier.Cell ? Tier.Community : null)
        { At = report.At });
    }

    private static Decision<DisputeEvent, DisputeRefusal> Sealed(SealDispute seal, RuleSet rules)
    {
        var severity = rules.SeverityOf(Category.FamilyViolence);
        return Accept(new DisputeSealed(
            seal.By, seal.OpenCaseId, seal.Area, severity, Tier.District, seal.ReportRow, seal.At + rules.AcknowledgeWithin(severity),
            rules.AcknowledgeRule(severity), seal.CloseReason, seal.OpenBy, seal.OpenCommand)
        { At = seal.At });
    }

    private Dispute() { }
}
