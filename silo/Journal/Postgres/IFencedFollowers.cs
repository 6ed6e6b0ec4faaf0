namespace GridActors.Silo.Journal.Postgres;

/// <summary>A store whose instances may be followed by one process of several, told apart by the number of its lease.</summary>
public interface IFencedFollowers
{
    /// <summary>
    /// From now on every write of a follower here (its place, what it parks) is refused unless the instance's fencing number is still this one; null lifts the condition.
    /// </summary>
    void Fence(string instance, long? number);
}

/// <summary>Another process follows the instance now; what this one finished is delivered again by that one, and recorded once.</summary>
public sealed class SupersededFollowerException(string instance) : Exception($"another process follows {instance} now");
