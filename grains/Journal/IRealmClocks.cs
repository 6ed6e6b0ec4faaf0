namespace GridActors.Journal;

/// <summary>The time in each realm instance: the real one in live, a steerable one elsewhere. Instants are cut to microseconds.</summary>
public interface IRealmClocks
{
    DateTimeOffset Now(string instance);
}
