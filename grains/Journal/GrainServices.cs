using Microsoft.Extensions.Logging;

namespace GridActors.Journal;

/// <summary>What every event-sourced grain needs, in one object so that an activation holds one reference.</summary>
public sealed record GrainServices(IJournal Journal, IRealmClocks Clocks, ISnapshots Snapshots, NewStreams New, ILogger<GrainServices> Log);
