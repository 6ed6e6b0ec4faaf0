namespace GridActors.Silo.Realms;

/// <summary>How a realm instance is doing, from its open partition only: what health and metrics may show.</summary>
/// <param name="Head">Position of the last entry.</param>
/// <param name="Followed">Everything up to this position has been followed or set aside.</param>
/// <param name="FollowerLag">How long the oldest unfinished entry has been waiting.</param>
/// <param name="DueLag">How long the earliest deadline is overdue, in realm time.</param>
/// <param name="Parked">Follow-ups set aside.</param>
[GenerateSerializer, Immutable, Alias("realm-status")]
public sealed record RealmStatus(
    [property: Id(0)] string Name, [property: Id(1)] string Instance, [property: Id(2)] long Head, [property: Id(3)] long Followed, [property: Id(4)] TimeSpan FollowerLag,
    [property: Id(5)] TimeSpan DueLag, [property: Id(6)] int Parked);
