using GridActors.Journal;

namespace GridActors.Silo.Realms;

/// <summary>Something the play does at a realm instant: an arrival or a person's act. <see cref="Run"/> returns when its stream has answered.</summary>
public sealed record PlayItem(DateTimeOffset At, TieRank TieRank, Partition Partition, string Stream, CommandId Command, Func<Task> Run);

/// <summary>Simulated people who play a realm instance on the real rules.</summary>
public interface IRealmPlay : IAsyncDisposable
{
    /// <summary>Appends the backlog of open cases to an instance that has none yet; returns when it is durable.</summary>
    Task Fill(DateTimeOffset startsAt);

    /// <summary>Folds the journal, rebuilds what everybody is about to do, and plays whenever the realm's clock runs.</summary>
    Task Start();

    /// <summary>While paused: folds everything in the journal and answers the earliest instant on the agenda.</summary>
    Task<DateTimeOffset?> NextAt();

    /// <summary>While paused: takes the items of the instant off the agenda.</summary>
    Task<IReadOnlyList<PlayItem>> TakeAt(DateTimeOffset instant);
}

/// <summary>Makes the play of a realm instance.</summary>
public interface IRealmPlays
{
    IRealmPlay Of(string instance, RealmClock clock);
}
