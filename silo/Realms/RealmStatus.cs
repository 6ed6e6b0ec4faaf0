namespace GridActors.Silo.Realms;

/// <summary>How a realm instance is doing, from its open partition only: what health and metrics may show.</summary>
/// <param name="Head">Position of the last entry.</param>
/// <param name="Followed">Everything up to this position has been followed or set aside.</param>
/// <param name="FollowerLag">How long the oldest unfinished entry has been waiting.</param>
/// <param name="DueLag">How long the earliest deadline is overdue, in realm time.</param>
/// <param name="Parked">Follow-ups set aside.</param>
public sealed record RealmStatus(string Name, string Instance, long Head, long Followed, TimeSpan FollowerLag, TimeSpan DueLag, int Parked);
