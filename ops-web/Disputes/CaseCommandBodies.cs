using GridActors.Disputes;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Disputes;

/// <summary>What every command of an operator carries: the desk that gives it.</summary>
public interface IDeskBody
{
    /// <summary>The operator's desk name, kept in the vault; it signs the act until there are accounts.</summary>
    string Desk { get; }
}

public sealed record DeskBody(string Desk) : IDeskBody;

public sealed record ReasonBody(string Desk, string Reason) : IDeskBody;

public sealed record NoteBody(string Desk, string Text) : IDeskBody;

public sealed record SettleBody(string Desk, string Terms) : IDeskBody;

public sealed record AssignBody(string Desk, string Responder) : IDeskBody;

public sealed record RefuseBody(string Desk, RefuseReason Reason, string? Text = null) : IDeskBody;

public sealed record CloseBody(string Desk, CloseReason Reason) : IDeskBody;

public sealed record TriageBody(string Desk, string Reason, AreaId? Area = null, Category? Category = null, Severity? Severity = null) : IDeskBody;

public sealed record ViolenceBody(string Desk, CloseReason CloseReason, string? Text = null) : IDeskBody;

/// <summary>What a command that was carried out answers.</summary>
public sealed record CommandAnswer(string CaseId, int Version, string Etag);
