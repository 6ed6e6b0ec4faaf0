using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>A row of the <c>due</c> table.</summary>
public readonly record struct DueRow(Partition Partition, string Stream, Deadline Deadline, string Area);

/// <summary>The deadlines of every stream, kept equal to the streams' state by the appending transaction.</summary>
public interface IDueTable
{
    /// <summary>Rows due at or before the instant, earliest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<DueRow>> ReadDue(string instance, DateTimeOffset upTo, int limit);

    /// <summary>The earliest due instant of the instance over both partitions, or null.</summary>
    ValueTask<DateTimeOffset?> Earliest(string instance);

    ValueTask<bool> StillThere(string instance, DueRow row);

    /// <summary>Raised after a commit that armed a deadline: the instance and the earliest instant it armed. Handlers return at once.</summary>
    event Action<string, DateTimeOffset>? Armed;
}

/// <summary>A follow-up that keeps failing, set aside with everything behind it for the same target.</summary>
public sealed record ParkedRow(Partition Partition, string Target, string Cause, string Name, int N, int Tries, string Error);

/// <summary>How far the follower of a partition has come, and what it had to set aside. Truth, not derived.</summary>
public interface IFollowerTable
{
    /// <summary>The lowest position not finished, minus one: everything up to it has been followed or parked.</summary>
    ValueTask<long> ReadFollowed(string instance, Partition partition);

    ValueTask SaveFollowed(string instance, Partition partition, long position);

    ValueTask<IReadOnlyList<ParkedRow>> ReadParked(string instance, Partition partition);

    /// <summary>Adds the row, or replaces its tries and error.</summary>
    ValueTask Park(string instance, ParkedRow row);

    ValueTask Unpark(string instance, ParkedRow row);
}

/// <summary>A view of personal text that was asked for, written before it is answered.</summary>
public sealed record AccessRow(string Who, string Purpose, string CaseId, string Fields, DateTimeOffset At);

/// <summary>Personal text as stored: encrypted rows, wrapped case keys, look-ups, and who read what.</summary>
public interface IVaultTable
{
    /// <summary>The case's rows of the given fields (null: all), in the order of their ids. Pictures are large: who does not need them names what it needs.</summary>
    ValueTask<IReadOnlyList<VaultRow>> ReadRows(string instance, string caseId, IReadOnlyCollection<string>? fields = null);

    ValueTask<CaseKey?> ReadKey(string instance, string caseId);

    ValueTask<Lookup?> FindLookup(string instance, string kind, string keyHash);

    ValueTask WriteAccess(string instance, AccessRow row);

    /// <summary>Personal text that belongs to no case (a roster's names and phones), in one transaction of its own, outside any lane's batch.</summary>
    ValueTask WriteRoster(string instance, IReadOnlyList<VaultRow> rows, IReadOnlyList<CaseKey> keys);

    /// <summary>
    /// Forgets a person, in one transaction: the case's vault rows, its wrapped key, every look-up row that finds it (report, receipt, search), and the
    /// body hashes of the commands of stream <c>dispute/caseId</c> in both partitions (the form becomes 0, the hash empty; the rows stay). Nothing there to erase
    /// is fine: erasures are repeated at every start. The store then empties its write-ahead log, so that no erased page lingers in it.
    /// </summary>
    ValueTask EraseCase(string instance, string caseId);

    /// <summary>Wrapped keys after the given case id ("" = from the first), sorted by case id, at most <paramref name="limit"/>; for re-wrapping.</summary>
    ValueTask<IReadOnlyList<CaseKey>> ReadKeys(string instance, string afterCaseId, int limit);

    /// <summary>Replaces wrapped keys that are still there, in one transaction outside any lane's batch; a case erased meanwhile stays erased.</summary>
    ValueTask ReplaceKeys(string instance, IReadOnlyList<CaseKey> keys);
}
