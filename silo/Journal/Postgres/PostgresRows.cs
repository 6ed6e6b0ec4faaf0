using System.Buffers.Binary;
using GridActors.Journal;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>Rows of an instance's tables as what they mean, and 128 bits as PostgreSQL keeps them.</summary>
internal static class PostgresRows
{
    private const int UuidBytes = 16;

    public static Guid Uuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new(bytes, bigEndian: true);
    }

    public static UInt128 Value(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static CommandId Command(Guid uuid) => new(Value(uuid));

    /// <summary>From <c>version, bodyForm, bodyHmac</c>, beginning at a column; an erased hash counts as any body.</summary>
    public static KnownCommand Known(NpgsqlDataReader row, int first) =>
        new(row.GetInt32(first), row.IsDBNull(first + 2) ? BodyHash.None : new(row.GetInt32(first + 1), Value(row.GetGuid(first + 2))));

    /// <summary>An entry from <see cref="StoredRows.EntryColumns"/>.</summary>
    public static JournalEntry Entry(NpgsqlDataReader row, string instance, Partition partition) => new()
    {
        Stream = new(instance, partition, row.GetString(2)),
        Position = row.GetInt64(1),
        Version = row.GetInt32(3),
        Ordinal = row.GetInt32(4),
        At = Instants.Parse(row.GetString(5)),
        RecordedAt = Instants.Parse(row.GetString(6)),
        Command = CommandId.Parse(row.GetString(7)),
        Cause = row.GetString(8),
        TieRank = (TieRank)row.GetInt32(9),
        Name = row.GetString(10),
        NameVersion = row.GetInt32(11),
        Payload = row.GetString(12),
        Hash = row.GetFieldValue<byte[]>(13),
    };

    /// <summary>From <c>dueAt, partition, stream, kind, subjectId, armedBy, area</c>.</summary>
    public static DueRow Due(NpgsqlDataReader row) => new(
        StoredRows.PartitionOf(row.GetString(1)), row.GetString(2),
        new(row.GetString(3), row.GetString(4), Instants.Parse(row.GetString(0)), row.GetInt32(5)), row.GetString(6));
}
