using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>Whoever has the task took it on, set out, or is there.</summary>
[StoredName("dispute-task-advanced")]
public sealed record DisputeTaskAdvanced(Actor By, int Task, TaskStage Stage, DateTimeOffset? DeviceAt) : DisputeEvent;

/// <summary>
/// Whoever had the task will not do it; <see cref="Cell"/> is asked for somebody else, where the case was at its building or cell. An acknowledge clock that runs is left to run;
/// so is the settle clock of a case that somebody had.
/// </summary>
[StoredName("dispute-task-declined")]
public sealed record DisputeTaskDeclined(
    Actor By, int Task, ResponderId Responder, DeclineReason Reason, string? TextRow, Tier Tier, AreaId Area, Category Category, ResponderSet Declined, DateTimeOffset? AcknowledgeDueAt,
    RuleRef Rule, DateTimeOffset? SettleDueAt, Departure? Leaves, AreaId? Cell) : DisputeEvent;

/// <summary>The task went to a colleague, who must acknowledge it; the settle clock runs on.</summary>
[StoredName("dispute-task-handed-over")]
public sealed record DisputeTaskHandedOver(
    Actor By, int Task, ResponderId From, ResponderId To, string BriefRow, DateTimeOffset AcknowledgeDueAt, RuleRef Rule, DateTimeOffset? SettleDueAt, DateTimeOffset? DeviceAt,
    Departure? Leaves) : DisputeEvent;

/// <summary>What the next one should know lies in the file.</summary>
[StoredName("dispute-task-briefed")]
public sealed record DisputeTaskBriefed(Actor By, int Task, string TextRow) : DisputeEvent;

/// <summary>Whoever had the task says that it is done; what that means for the case stands in the event after it.</summary>
[StoredName("dispute-task-completed")]
public sealed record DisputeTaskCompleted(Actor By, int Task, TaskOutcome Outcome, string NoteRow, DateTimeOffset? DeviceAt) : DisputeEvent;

/// <summary>Somebody in the field needs help, now.</summary>
[StoredName("dispute-help-called")]
public sealed record DisputeHelpCalled(Actor By, int Task, string? TextRow, DateTimeOffset? DeviceAt) : DisputeEvent;

/// <summary>An operator sees to it.</summary>
[StoredName("dispute-help-answered")]
public sealed record DisputeHelpAnswered(Actor By) : DisputeEvent;

/// <summary>A picture lies in the vault.</summary>
[StoredName("dispute-photo-added")]
public sealed record DisputePhotoAdded(Actor By, int Task, string PhotoRow, DateTimeOffset? DeviceAt) : DisputeEvent;

/// <summary>
/// The duty of whoever had the case is over. <see cref="Cell"/> is asked who has it next; at a desk's tier the desk does. An acknowledge clock that runs is left to run;
/// of a case that was acknowledged it begins anew, and the settle clock runs on.
/// </summary>
[StoredName("dispute-shift-ended")]
public sealed record DisputeShiftEnded(
    ResponderId Responder, int Task, Tier Tier, AreaId Area, Category Category, ResponderSet Declined, DateTimeOffset? AcknowledgeDueAt, RuleRef Rule, DateTimeOffset? SettleDueAt, Departure? Leaves,
    AreaId? Cell) : DisputeEvent;
