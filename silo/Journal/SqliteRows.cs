using System.Buffers.Binary;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Rows that only SQLite keeps in this shape.</summary>
internal static class SqliteRows
{
    /// <summary>From <c>version, bodyForm, bodyHmac</c>; an erased hash counts as any body.</summary>
    public static KnownCommand Command(SqliteStatement row) =>
        new(row.Int(0), row.IsNull(2) ? BodyHash.None : new(row.Int(1), BinaryPrimitives.ReadUInt128BigEndian(row.Blob(2))));
}
