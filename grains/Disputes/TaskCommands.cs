using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Disputes;

/// <summary>How far a task has come, in the words of whoever has it.</summary>
public enum TaskStage
{
    Offered,
    Acknowledged,
    Accepted,
    OnTheWay,
    Arrived,
}

/// <summary>What somebody in the field does about the case's task of a number; <see cref="DeviceAt"/> is what their phone's clock said, when that is believable.</summary>
[GenerateSerializer, Immutable]
public abstract record TaskCommand([property: Id(0)] Actor By, [property: Id(1)] int Number) : DisputeCommand
{
    [Id(2)] public DateTimeOffset? DeviceAt { get; init; }
}

/// <summary>收到. A colleague on duty here may say it too, as long as nobody has: the task is theirs then.</summary>
[GenerateSerializer, Immutable, Alias("acknowledge-task")]
public sealed record AcknowledgeTask(Actor By, int Number) : TaskCommand(By, Number);

/// <summary>Accepted, on the way, or arrived; acknowledges when nobody has yet.</summary>
[GenerateSerializer, Immutable, Alias("advance-task")]
public sealed record AdvanceTask(Actor By, int Number, [property: Id(0)] TaskStage Stage) : TaskCommand(By, Number);

[GenerateSerializer, Immutable, Alias("decline-task")]
public sealed record DeclineTask(Actor By, int Number, [property: Id(0)] DeclineReason Reason, [property: Id(1)] string? TextRow) : TaskCommand(By, Number);

/// <summary>To somebody on duty, with a brief.</summary>
[GenerateSerializer, Immutable, Alias("hand-over-task")]
public sealed record HandOverTask(Actor By, int Number, [property: Id(0)] ResponderId To, [property: Id(1)] string BriefRow) : TaskCommand(By, Number);

/// <summary>A brief for whoever has the case after this duty.</summary>
[GenerateSerializer, Immutable, Alias("brief-task")]
public sealed record BriefTask(Actor By, int Number, [property: Id(0)] string TextRow) : TaskCommand(By, Number);

/// <summary>完成. On a task that has moved on the note is kept in the file, and nothing else happens.</summary>
[GenerateSerializer, Immutable, Alias("complete-task")]
public sealed record CompleteTask(Actor By, int Number, [property: Id(0)] TaskOutcome Outcome, [property: Id(1)] string NoteRow) : TaskCommand(By, Number);

/// <summary>求助.</summary>
[GenerateSerializer, Immutable, Alias("call-for-help")]
public sealed record CallForHelp(Actor By, int Number, [property: Id(0)] string? TextRow) : TaskCommand(By, Number);

/// <summary>A line in the file, of whoever has the task or had it.</summary>
[GenerateSerializer, Immutable, Alias("note-task")]
public sealed record NoteTask(Actor By, int Number, [property: Id(0)] string TextRow) : TaskCommand(By, Number);

/// <summary>A picture in the file, of whoever has the task or had it.</summary>
[GenerateSerializer, Immutable, Alias("add-photo")]
public sealed record AddPhoto(Actor By, int Number, [property: Id(0)] string PhotoRow) : TaskCommand(By, Number);

/// <summary>An operator has seen to a call for help.</summary>
[GenerateSerializer, Immutable, Alias("answer-help")]
public sealed record AnswerHelp([property: Id(0)] Actor By) : DisputeCommand;

/// <summary>The duty of whoever has the case is over.</summary>
[GenerateSerializer, Immutable, Alias("end-shift")]
public sealed record EndShift([property: Id(0)] ResponderId Responder) : DisputeCommand;

public enum DeclineReason
{
    Busy,
    ConflictOfInterest,
    TooFar,
    NotMySkill,
    UnsafeAlone,
}

public enum TaskOutcome
{
    Settled,
    NothingFound,

    /// <summary>The case goes one tier up.</summary>
    NeedsOthers,
}
