using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Rows of an instance's tables as what they mean.</summary>
internal static class StoredRows
{
    public const string EntryColumns = $"{RowBytes.HashedColumns}, hash";

    /// <summary>An entry from <see cref="EntryColumns"/>.</summary>
    public static JournalEntry Entry(IStoredRows row, string instance, Partition partition) => new()
    {
        Stream = new(instance, partition, row.Text(2)),
        Position = row.Long(1),
        Version = row.Int(3),
        Ordinal = row.Int(4),
        At = Instants.Parse(row.Text(5)),
        RecordedAt = Instants.Parse(row.Text(6)),
        Command = CommandId.Parse(row.Text(7)),
        Cause = row.Text(8),
        TieRank = (TieRank)row.Int(9),
        Name = row.Text(10),
        NameVersion = row.Int(11),
        Payload = row.Text(12),
        Hash = row.Blob(13),
    };

    /// <summary>From <c>dueAt, partition, stream, kind, subjectId, armedBy, area</c>.</summary>
    public static DueRow Due(IStoredRows row) =>
        new(PartitionOf(row.Text(1)), row.Text(2), new(row.Text(3), row.Text(4), Instants.Parse(row.Text(0)), row.Int(5)), row.Text(6));

    public static Partition PartitionOf(string code) =>
        PartitionCodes.TryParse(code, out var partition) ? partition : throw new InvalidDataException($"there is no partition {code}");
}
