using System.Text.Json.Serialization;
using GridActors.Disputes;
using GridActors.Rules;

namespace GridActors.OpsWeb.Field;

/// <summary>What every act in the field carries. Until there are accounts the page says who acts.</summary>
public interface IFieldBody
{
    string Responder { get; }

    /// <summary>The phone's clock when the person acted, ISO 8601 with its zone.</summary>
    string DeviceAt { get; }
}

public sealed record FieldBody(string Responder, string DeviceAt) : IFieldBody;

public sealed record DeclineBody(string Responder, string DeviceAt, DeclineReason Reason, string? Text = null) : IFieldBody;

/// <summary>Done, and how; <paramref name="Note"/> is kept in the vault.</summary>
public sealed record CompleteBody(string Responder, string DeviceAt, TaskOutcome Outcome, string Note) : IFieldBody;

public sealed record HandOverBody(string Responder, string DeviceAt, string To, string Brief) : IFieldBody;

public sealed record FieldTextBody(string Responder, string DeviceAt, string Text) : IFieldBody;

public sealed record CallForHelpBody(string Responder, string DeviceAt, string? Text = null) : IFieldBody;

/// <summary>What an act on a task that was carried out answers.</summary>
/// <param name="TaskId">The task that is the responder's now: another than named when they took a colleague's.</param>
/// <param name="Version">Of the case.</param>
/// <param name="Etag">Of the case.</param>
/// <param name="ServerNow">The realm's time.</param>
public sealed record TaskAnswer(string TaskId, string CaseId, int Version, string Etag, TaskStage Stage, ClockSays Clock, DateTimeOffset ServerNow)
{
    /// <summary>The vault row of the photo that was added.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Photo { get; init; }

    /// <summary>The task had moved on: what was written or taken lies in the file, and nothing else happened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Kept { get; init; }

    /// <summary>Who has the case instead; set with <see cref="Kept"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MovedOn? MovedOn { get; init; }
}

/// <summary>Who has a case now, since when, and where it is. <paramref name="By"/>: null while nobody has it.</summary>
public sealed record MovedOn(FieldActor? By, DateTimeOffset At, Tier Tier, CardState State);

/// <summary>Somebody who has a case: role and responder, or the desk that acknowledged it. <paramref name="Name"/>: masked, of invented people only.</summary>
public sealed record FieldActor(string Role, string? Responder, string? Name, string? Desk);
