using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Streams by number. A case's texts and key are kept under the number of its stream, whether or not it has events yet.</summary>
internal sealed class SqliteStreams(SqliteFile file) : IDisposable
{
    /// <summary>What stands before a case's id in its stream's name.</summary>
    public const string CasePrefix = "dispute/";

    private readonly SqliteStatement find = file.Prepare("SELECT streamNo FROM streams WHERE partition = ? AND stream = ?");
    private readonly SqliteStatement add = file.Prepare("INSERT INTO streams (partition, stream) VALUES (?, ?)");
    private readonly SqliteStatement drop = file.Prepare("DELETE FROM streams WHERE streamNo = ?");

    public long? Find(string partitionCode, string name)
    {
        if (!find.Bind(1, partitionCode).Bind(2, name).Step()) return null;
        var streamNo = find.Long(0);
        find.Reset();
        return streamNo;
    }

    /// <summary>Numbers a stream that has no number yet.</summary>
    public long Add(string partitionCode, string name)
    {
        add.Bind(1, partitionCode).Bind(2, name).Run();
        return file.LastRow;
    }

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
