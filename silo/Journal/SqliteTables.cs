using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>An instance's SQLite file, read at one moment.</summary>
public sealed class SqliteTables : IStoredTables
{
    private readonly SqliteFile file;
    private readonly bool isOurs;

    /// <summary>Tables of a file that somebody else has open.</summary>
    internal SqliteTables(SqliteFile file) => this.file = file;

    private SqliteTables(string path)
    {
        (file, isOurs) = (SqliteFile.ForReading(path), true);
        try
        {
            file.Execute("BEGIN"); // all of it sees one moment of the file
            JournalFormat.Require(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="Folder.FolderRefusedException">It has another format than this build's.</exception>
    public static SqliteTables Read(string path)
    {
        try
        {
            return new(path);
        }
        catch (SqliteFailureException failure)
        {
            throw new JournalUnavailableException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    public JournalHead? Head(Partition partition)
    {
        using var row = file.Prepare("SELECT position, hash, epoch, closed FROM heads WHERE partition = ?");
        return row.Bind(1, partition.Code()).Step() ? new JournalHead(row.Long(0), row.Blob(1), row.Text(2), row.Int(3) != 0) : null;
    }

    public byte[]? HashAt(Partition partition, long position)
    {
        using var row = file.Prepare("SELECT hash FROM entries WHERE partition = ? AND position = ?");
        return row.Bind(1, partition.Code()).Bind(2, position).Step() ? row.Blob(0) : null;
    }

    public IStoredRows Entries(Partition partition, long after) =>
        file.Prepare($"SELECT {StoredRows.EntryColumns} FROM entries WHERE partition = ? AND position > ? ORDER BY position").Bind(1, partition.Code()).Bind(2, after);

    public IStoredRows EntriesByStream(Partition partition) =>
        file.Prepare($"SELECT {StoredRows.EntryColumns} FROM entries WHERE partition = ? ORDER BY streamNo, version").Bind(1, partition.Code());

    public IStoredRows Due(Partition partition) =>
        file.Prepare("SELECT dueAt, partition, stream, kind, subjectId, armedBy, area FROM due WHERE partition = ?").Bind(1, partition.Code());

    public IStoredRows VaultIds() => file.Prepare("SELECT rowId FROM vault");

    /// <summary>A stream's number is not hashed: it says nothing that its name does not, but rows are found by it.</summary>
    public long? Misnumbered(Partition partition)
    {
        using var rows = file.Prepare(
            """
            SELECT position FROM entries AS entry LEFT JOIN streams USING (streamNo)
            WHERE entry.partition = ? AND (streams.stream IS NOT entry.stream OR streams.partition IS NOT entry.partition) ORDER BY position LIMIT 1
            """);
        return rows.Bind(1, partition.Code()).Step() ? rows.Long(0) : null;
    }

    public void Dispose()
    {
        if (isOurs) file.Dispose();
    }
}
