using GridActors.Journal;

namespace GridActors.Tests.Faults;

/// <summary>Everything of <c>live</c> that a store holds, read past the service.</summary>
/// <param name="Commands">Stream and id of every command that the store will not take again.</param>
/// <param name="Parked">Follow-ups set aside, as (target, command id).</param>
/// <param name="VerifyFaults">What <c>journal verify</c> says of both partitions; nothing when they are whole.</param>
internal sealed record StoredDistrict(
    IReadOnlyList<JournalEntry> Open, IReadOnlyList<JournalEntry> Sealed, IReadOnlySet<(string Stream, CommandId Id)> Commands, int Parked, IReadOnlyList<string> VerifyFaults);

/// <summary>Where a district under trial keeps its truth. Made empty, removed at the end.</summary>
internal interface ITrialStore : IAsyncDisposable
{
    /// <summary>The store's name in the table of figures.</summary>
    string Name { get; }

    /// <summary>The data folder.</summary>
    string Data { get; }

    /// <summary>What the service is told beside its data folder.</summary>
    IReadOnlyList<string> Arguments { get; }

    /// <summary>The keyed hashes of <c>live</c>.</summary>
    RealmKeys Keys();

    /// <summary>Reads everything; the service may run.</summary>
    Task<StoredDistrict> Read();

    /// <summary>Ends what the store itself has running on the disk, without a word to it; the power is gone.</summary>
    Task PowerOff();

    /// <summary>Starts it again.</summary>
    Task PowerOn();

    /// <summary>Holds what every write needs, as another client of the database might, until the answer is disposed.</summary>
    Task<IAsyncDisposable> HoldHead();

    /// <summary>From now on what is acknowledged is not flushed: the negative control of a power cut.</summary>
    Task LieAboutFlushing(DistrictUnderTrial district);
}
