using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>
/// Streams by number. A case's texts and key are kept under the number of its stream, whether or not it has events yet. Numbers, once found, are remembered, with the
/// stream's version where this connection wrote it: names are random, and each look at their index is another page.
/// </summary>
internal sealed class SqliteStreams(SqliteFile file) : IDisposable
{
    /// <summary>What stands before a case's id in its stream's name.</summary>
    public const string CasePrefix = "dispute/";

    /// <summary>Streams remembered, about 150 bytes each; then all are forgotten.</summary>
    private const int RememberedMax = 65_536;

    private readonly Dictionary<(string PartitionCode, string Name), (long StreamNo, int? Version)> remembered = [];
    private readonly SqliteStatement find = file.Prepare("SELECT streamNo FROM streams WHERE partition = ? AND stream = ?");
    private readonly SqliteStatement add = file.Prepare("INSERT INTO streams (partition, stream) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement drop = file.Prepare("DELETE FROM streams WHERE streamNo = ?");

    /// <summary>The stream's number, and its version when it is known without reading.</summary>
    public (long StreamNo, int? Version)? Look(string partitionCode, string name)
    {
        if (remembered.TryGetValue((partitionCode, name), out var known)) return known;
        return Find(partitionCode, name) is { } streamNo ? (streamNo, null) : null;
    }

    public long? Find(string partitionCode, string name)
    {
        if (!find.Bind(1, partitionCode).Bind(2, name).Step()) return null;
        var streamNo = find.Long(0);
        find.Reset();
        return streamNo;
    }

    /// <summary>Numbers a stream that has no number yet; null when it has one.</summary>
    public long? TryAdd(string partitionCode, string name) => add.Bind(1, partitionCode).Bind(2, name).Run() == 1 ? file.LastRow : null;

    /// <summary>Numbers a stream that has no number yet.</summary>
    public long Add(string partitionCode, string name) => TryAdd(partitionCode, name) ?? throw new InvalidOperationException("the stream has a number already");

    /// <summary>The stream has this number and is at this version now.</summary>
    public void Remember(string partitionCode, string name, long streamNo, int version)
    {
        if (remembered.Count >= RememberedMax) remembered.Clear();
        remembered[(partitionCode, name)] = (streamNo, version);
    }

    /// <summary>What is remembered may not be so any more: a transaction was rolled back, or somebody else has written.</summary>
    public void ForgetAll() => remembered.Clear();

    /// <summary>Takes back the number of a stream that did not come to be.</summary>
    public void Drop(long streamNo) => drop.Bind(1, streamNo).Run();

    /// <summary>The number of a case's stream, given now when it has none.</summary>
    public long OfCase(string partitionCode, string caseId) => Find(partitionCode, CasePrefix + caseId) ?? Add(partitionCode, CasePrefix + caseId);

    public void Dispose()
    {
        find.Dispose();
        add.Dispose();
        drop.Dispose();
    }
}
