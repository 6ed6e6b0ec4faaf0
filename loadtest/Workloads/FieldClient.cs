using System.Collections.Immutable;

namespace GridActors.LoadTest.Workloads;

/// <summary>What a load test reads of an inbox's push; see docs/field-protocol.md.</summary>
public sealed record FieldPush : Push
{
    public ImmutableArray<FieldTask> Tasks { get; init; } = [];
}

public sealed record FieldTask(string TaskId, string CaseId, string Stage);

/// <summary>One phone's inbox: follows a responder.</summary>
public sealed class FieldClient(Uri service) : Follower<FieldPush>(service, "/hubs/field")
{
    public Task<int> Inbox(string realm, string responder, CancellationToken cancel) => Begin("Inbox", realm, responder, cancel);
}
