namespace GridActors.Journal;

/// <summary>
/// What one event asks of another stream: the follow-up's own stable name, the target, and the command. <see cref="N"/> tells apart several of one name
/// to one target. Its command id is the <c>followup</c> hash of (partition, cause stream, cause version, name, target, n).
/// </summary>
public sealed record FollowUp(string Name, StreamId Target, object Command, int N = 0)
{
    /// <summary>Set only for the one follow-up that leaves the sealed partition: there it must look like an operator's own act, under this id and without a cause.</summary>
    public CommandId? AsPersons { get; init; }
}

/// <summary>A case's text tells a rule nothing; what a person's act is signed with: their role, the responder they are, or the vault row of their desk name.</summary>
[GenerateSerializer, Immutable, Alias("actor")]
public sealed record Actor([property: Id(0)] string Role, [property: Id(1)] Places.ResponderId? Responder = null, [property: Id(2)] string? Desk = null)
{
    public const string Operator = "operator";
    public const string Party = "party";
    public const string Rule = "rule";
}
