using Npgsql;
using NpgsqlTypes;

namespace GridActors.Silo.Archive;

/// <summary>An instance's tables on PostgreSQL as an archive has them. Ids and hashes are kept there as bytes; the archive has them as the contract's text.</summary>
internal static class PostgresArchive
{
    /// <summary>A connection without a pool and without a limit on how long a table is read.</summary>
    public static string Settings(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Enlist = false, CommandTimeout = 0, ApplicationName = "gridactors archive" }.ToString();

    /// <summary>Every row of a table in the archive's order, numbers as bigint.</summary>
    public static string QueryOf(ArchiveTable table, string schema) =>
        $"SELECT {string.Join(", ", table.Columns.Select(column => Read(table, column)))} FROM {schema}.{table.Name} ORDER BY {string.Join(", ", table.Order.Select(column => $"{table.Name}.{column} {Collation(table)}"))}";

    /// <summary>The statement that takes a table's rows in binary, in the archive's column order.</summary>
    public static string CopyOf(ArchiveTable table, string schema) =>
        $"COPY {schema}.{table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)";

    public static void Write(NpgsqlBinaryImporter into, ArchiveRow row)
    {
        into.StartRow();
        for (var column = 0; column < row.Table.Columns.Length; column++)
            switch (row.Table.Columns[column], StoredOf(row.Table, row.Table.Columns[column]))
            {
                case (_, NpgsqlDbType.Bigint): into.Write(row.Number(column), NpgsqlDbType.Bigint); break;
                case (_, NpgsqlDbType.Integer): into.Write(checked((int)row.Number(column)), NpgsqlDbType.Integer); break;
                case ({ Kind: ArchiveKind.Text }, NpgsqlDbType.Uuid): into.Write(new Guid(Convert.FromHexString(row.Text(column)), bigEndian: true), NpgsqlDbType.Uuid); break;
                case ({ Kind: ArchiveKind.Text }, NpgsqlDbType.Bytea): into.Write(Convert.FromHexString(row.Text(column)), NpgsqlDbType.Bytea); break;
                case ({ Kind: ArchiveKind.Text }, _): into.Write(row.Text(column), NpgsqlDbType.Text); break;
                case (_, _) when row.IsNull(column): into.WriteNull(); break;
                case (_, NpgsqlDbType.Uuid): into.Write(new Guid(row.Bytes(column), bigEndian: true), NpgsqlDbType.Uuid); break;
                default: into.Write(row.Bytes(column).ToArray(), NpgsqlDbType.Bytea); break;
            }
    }

    private static string Read(ArchiveTable table, ArchiveColumn column) => (column.Kind, StoredOf(table, column)) switch
    {
        (ArchiveKind.Number, _) => $"{column.Name}::bigint",
        (ArchiveKind.Text, NpgsqlDbType.Uuid) => $"replace({column.Name}::text, '-', '')",
        (ArchiveKind.Text, NpgsqlDbType.Bytea) => $"encode({column.Name}, 'hex')",
        (_, NpgsqlDbType.Uuid) => $"uuid_send({column.Name})",
        _ => column.Name,
    };

    private static NpgsqlDbType StoredOf(ArchiveTable table, ArchiveColumn column) => (table.Name, column.Name) switch
    {
        ("commands", "commandId" or "bodyHmac") => NpgsqlDbType.Uuid,
        ("lookups", "keyHash") => NpgsqlDbType.Bytea,
        (_, "position") => NpgsqlDbType.Bigint,
        _ => column.Kind switch
        {
            ArchiveKind.Number => NpgsqlDbType.Integer,
            ArchiveKind.Text => NpgsqlDbType.Text,
            _ => NpgsqlDbType.Bytea,
        },
    };

    /// <summary>The only table whose texts are not compared byte by byte anyway.</summary>
    private static string Collation(ArchiveTable table) => table == ArchiveTable.Access ? "COLLATE \"C\"" : "";
}
