using System.Collections.Immutable;
using System.Diagnostics;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using static GridActors.Disputes.Dispute;
using static GridActors.Disputes.DisputeRefusal;
using static GridActors.Journal.Decision<GridActors.Disputes.DisputeEvent, GridActors.Disputes.DisputeRefusal>;

namespace GridActors.Disputes;

/// <summary>What people in the field do with a case's task: the parts of <see cref="Dispute.Decide"/> that come from phones, and from the ends of shifts.</summary>
internal static class DisputeTasks
{
    public static Decision<DisputeEvent, DisputeRefusal> Decide(Open open, TaskCommand command, RuleSet rules)
    {
        var file = open.File;
        if (file.Responder is not { } holder || command.Number != file.TasksGiven) return Late(file, command, TaskMovedOn);
        if (command is AcknowledgeTask take && take.By.Responder != holder) return Taken(open, take, rules);
        if (command.By.Responder != holder) return Refuse(NotYourTask);
        return command switch
        {
            AcknowledgeTask => open is Waiting waiting ? Accept(Acknowledged(waiting, command, rules)) : AlreadyInHand(open, command),
            AdvanceTask advance => advance.Stage <= file.Stage ? NothingNew : Accept(
                [.. ByTheWay(open, command, rules), new DisputeTaskAdvanced(command.By, command.Number, advance.Stage, command.DeviceAt) { At = command.At }]),
            DeclineTask decline => Accept(Declined(open, holder, decline, rules)),
            HandOverTask over => HandingOver(open, holder, over, rules),
            BriefTask brief => Accept(new DisputeTaskBriefed(brief.By, brief.Number, brief.TextRow) { At = brief.At }),
            CallForHelp call => file.HelpSince is not null ? NothingNew : Accept(new DisputeHelpCalled(call.By, call.Number, call.TextRow, call.DeviceAt) { At = call.At }),
            NoteTask or AddPhoto => Late(file, command, TaskMovedOn),
            CompleteTask complete => Completed(open, complete, rules),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    /// <summary>Whoever had the task once may still put what they wrote or took into the file: nothing typed in a dead spot is lost. All else comes too late.</summary>
    public static Decision<DisputeEvent, DisputeRefusal> Late(CaseFile file, TaskCommand command, DisputeRefusal tooLate)
    {
        if (command.By.Responder is not { } who || who != file.Responder && !file.Former.Contains(who)) return Refuse(tooLate);
        return command switch
        {
            NoteTask note => Accept(new DisputeNoted(note.By, note.TextRow) { At = note.At }),
            CompleteTask complete => Accept(new DisputeNoted(complete.By, complete.NoteRow) { At = complete.At }),
            AddPhoto photo => Accept(new DisputePhotoAdded(photo.By, photo.Number, photo.PhotoRow, photo.DeviceAt) { At = photo.At }),
            _ => Refuse(tooLate),
        };
    }

    /// <summary>Somebody goes off duty. What they had in hand or before them goes to whoever is on duty here, a building's case to its cell; at a desk's tier the desk has it.</summary>
    public static Decision<DisputeEvent, DisputeRefusal> ShiftEnded(Open open, EndShift end, RuleSet rules)
    {
        var file = open.File;
        if (file.Responder != end.Responder) return NothingNew; // it has moved on
        var next = Next(open, end.Responder, end.At, rules);
        return Accept(new DisputeShiftEnded(
            end.Responder, file.TasksGiven, next.Cell is null ? file.Tier : Tier.Cell, file.Area, file.Category, file.Declined, next.AcknowledgeDueAt, rules.AcknowledgeRule(file.Severity), next.SettleDueAt, file.Leaves,
            next.Cell)
        { At = end.At });
    }

    public static Open LeftBy(Open open, DisputeTaskDeclined it) =>
        Left(open, open.File with { Declined = it.Declined, Tier = it.Tier }, it.Responder, it.AcknowledgeDueAt, it.SettleDueAt, it.Cell is not null);

    public static Open LeftBy(Open open, DisputeShiftEnded it) => Left(open, open.File with { Tier = it.Tier }, it.Responder, it.AcknowledgeDueAt, it.SettleDueAt, it.Cell is not null);

    public static Open HandedOver(Open open, DisputeTaskHandedOver it) =>
        new Waiting(open.File.GivenTo(it.To) with { WithCell = false }, it.AcknowledgeDueAt, null) { SettleDueAt = it.SettleDueAt };

    private static Open Left(Open open, CaseFile file, ResponderId responder, DateTimeOffset? acknowledgeDueAt, DateTimeOffset? settleDueAt, bool toCell)
    {
        var alone = file.WithNobody() with { WithCell = toCell };
        return IsWithOthers(open, responder) ? open with { File = alone } : new Waiting(alone, acknowledgeDueAt, open.AlarmingSince) { SettleDueAt = settleDueAt };
    }

    /// <summary>An operator has the case in hand; only the task was this responder's.</summary>
    private static bool IsWithOthers(Open open, ResponderId responder) => open is InHand hand && hand.By.Responder != responder;

    private static (DateTimeOffset? AcknowledgeDueAt, DateTimeOffset? SettleDueAt, AreaId? Cell) Next(Open open, ResponderId leaving, DateTimeOffset at, RuleSet rules)
    {
        if (IsWithOthers(open, leaving)) return (null, null, null);
        var acknowledge = open is Waiting waiting ? waiting.AcknowledgeDueAt : at + rules.AcknowledgeWithin(open.File.Severity);
        return (acknowledge, SettleDueAtOf(open), open.File.Tier <= Tier.Cell ? open.File.Area.At(AreaLevel.Cell) : null);
    }

    private static Decision<DisputeEvent, DisputeRefusal> AlreadyInHand(Open open, TaskCommand command) =>
        open is InHand hand && hand.By.Responder == command.By.Responder ? NothingNew : Refuse(AlreadyAcknowledged);

    /// <summary>A colleague on duty here takes what nobody has acknowledged.</summary>
    private static Decision<DisputeEvent, DisputeRefusal> Taken(Open open, AcknowledgeTask take, RuleSet rules)
    {
        if (take.By.Responder is not { } taker) return Refuse(NotYourTask);
        if (open is not Waiting waiting) return Refuse(AlreadyAcknowledged);
        if (take.Duty is not { MayTake: true }) return Refuse(NotYourTask);
        var assigned = new DisputeAssigned(take.By, taker, waiting.File.Tier, null, waiting.File.Leaves) { At = take.At };
        return Accept(assigned, Acknowledged((Waiting)Evolve(waiting, assigned), take, rules));
    }

    private static DisputeAcknowledged Acknowledged(Waiting waiting, TaskCommand command, RuleSet rules) =>
        DisputeMoves.Acknowledged(waiting, command.By, command.At, rules) with { DeviceAt = command.DeviceAt };

    /// <summary>Whoever is on the way has acknowledged, whether they pressed for it or not.</summary>
    private static DisputeEvent[] ByTheWay(Open open, TaskCommand command, RuleSet rules) => open is Waiting waiting ? [Acknowledged(waiting, command, rules)] : [];

    private static DisputeTaskDeclined Declined(Open open, ResponderId holder, DeclineTask decline, RuleSet rules)
    {
        var (file, next) = (open.File, Next(open, holder, decline.At, rules));
        return new(
            decline.By, decline.Number, holder, decline.Reason, decline.TextRow, file.Tier == Tier.Building ? Tier.Cell : file.Tier, file.Area, file.Category, file.Declined.With(holder),
            next.AcknowledgeDueAt, rules.AcknowledgeRule(file.Severity), next.SettleDueAt, file.Leaves, next.Cell)
        { At = decline.At };
    }

    private static Decision<DisputeEvent, DisputeRefusal> HandingOver(Open open, ResponderId holder, HandOverTask over, RuleSet rules)
    {
        if (over.To == holder) return NothingNew;
        if (over.Duty is { WhomInterested: true }) return Refuse(ConflictOfInterest);
        if (over.Duty is { WhomOnDuty: false }) return Refuse(OffDuty);
        return Accept(new DisputeTaskHandedOver(
            over.By, over.Number, holder, over.To, over.BriefRow, over.At + rules.AcknowledgeWithin(open.File.Severity), rules.AcknowledgeRule(open.File.Severity), SettleDueAtOf(open),
            over.DeviceAt, open.File.Leaves)
        { At = over.At });
    }

    private static Decision<DisputeEvent, DisputeRefusal> Completed(Open open, CompleteTask complete, RuleSet rules)
    {
        DisputeEvent[] before = [.. ByTheWay(open, complete, rules), new DisputeTaskCompleted(complete.By, complete.Number, complete.Outcome, complete.NoteRow, complete.DeviceAt) { At = complete.At }];
        var now = before.Aggregate((Dispute)open, Evolve) as Open ?? open;
        ImmutableArray<DisputeEvent> after = complete.Outcome switch
        {
            TaskOutcome.Settled => [new DisputeSettled(complete.By, complete.NoteRow, now.File.Leaves) { At = complete.At }],
            TaskOutcome.NothingFound => [new DisputeClosed(complete.By, CloseReason.NothingFound, now.File.Leaves) { At = complete.At }],
            _ when now.File.Tier == Tier.District => [], // the desk beside it sees the outcome: there is nobody above
            _ => DisputeMoves.Climb(now, DisputeMoves.Asked(now, complete.By, complete.NoteRow, complete.At, rules), complete.Duty, rules),
        };
        return Accept([.. before, .. after]);
    }
}
