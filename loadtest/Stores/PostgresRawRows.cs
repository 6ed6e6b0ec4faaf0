using Npgsql;

namespace GridActors.LoadTest.Stores;

/// <summary>Bare rows into a PostgreSQL journal's table: one prepared statement by unnest, one transaction and one round trip a batch, synchronous_commit on.</summary>
internal sealed class PostgresRawRows : IRawRows
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand insert;
    private long position;

    private PostgresRawRows(NpgsqlConnection connection, string instance, long position)
    {
        (this.connection, this.position) = (connection, position);
        insert = new(
            $"""
            INSERT INTO "{instance}".entries (partition, position, stream, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash)
            SELECT 'open', position, stream, 1, 0, '{RawRow.At}', '{RawRow.At}', command, '', 3, '{RawRow.Name}', 1, '{RawRow.Payload}', $4
            FROM unnest($1, $2, $3) AS row (position, stream, command)
            """, connection);
    }

    /// <param name="owner">How the owner of the tables connects.</param>
    /// <param name="instance">The realm instance, which is the schema.</param>
    public static async Task<PostgresRawRows> Open(string owner, string instance)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var last = new NpgsqlCommand($"SELECT coalesce(max(position), 0) FROM \"{instance}\".entries WHERE partition = 'open'", connection);
        var raw = new PostgresRawRows(connection, instance, (long)(await last.ExecuteScalarAsync())!);
        raw.insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [] });
        raw.insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        raw.insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        raw.insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RawRow.Hash });
        await raw.insert.PrepareAsync();
        return raw;
    }

    public async Task Insert(int rows)
    {
        var positions = Enumerable.Range(1, rows).Select(row => position + row).ToArray();
        position += rows;
        insert.Parameters[0].Value = positions;
        insert.Parameters[1].Value = positions.Select(RawRow.Stream).ToArray();
        insert.Parameters[2].Value = positions.Select(RawRow.Command).ToArray();
        await insert.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await connection.DisposeAsync();
    }
}
