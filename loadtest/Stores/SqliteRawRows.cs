using GridActors.LoadTest.Baselines;
using Microsoft.Data.Sqlite;

namespace GridActors.LoadTest.Stores;

/// <summary>Bare rows into an SQLite journal's table: one prepared statement, one transaction a batch, WAL with synchronous=FULL.</summary>
internal sealed class SqliteRawRows : IRawRows
{
    private const string Sql = """
        INSERT INTO entries (partition, position, stream, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash, streamNo)
        VALUES ('open', $position, $stream, 1, 0, $at, $at, $command, '', 3, $name, 1, $payload, $hash, $streamNo)
        """;

    /// <summary>Numbers that no stream of the journal has.</summary>
    private const long StreamNumbers = 1_000_000_000;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private long position;

    public SqliteRawRows(string file)
    {
        connection = SqliteFile.Open(file, "SELECT 1");
        using var last = connection.CreateCommand();
        last.CommandText = "SELECT coalesce(max(position), 0) FROM entries WHERE partition = 'open'";
        position = (long)last.ExecuteScalar()!;
        insert = connection.CreateCommand();
        insert.CommandText = Sql;
        foreach (var (name, value) in (ReadOnlySpan<(string, object)>)
            [("$position", 0L), ("$stream", ""), ("$at", RawRow.At), ("$command", ""), ("$name", RawRow.Name), ("$payload", RawRow.Payload), ("$hash", RawRow.Hash), ("$streamNo", 0L)])
            insert.Parameters.AddWithValue(name, value);
        insert.Prepare();
    }

    public Task Insert(int rows)
    {
        using var transaction = connection.BeginTransaction();
        insert.Transaction = transaction;
        for (var row = 0; row < rows; row++)
        {
            position++;
            insert.Parameters["$position"].Value = position;
            insert.Parameters["$stream"].Value = RawRow.Stream(position);
            insert.Parameters["$command"].Value = RawRow.Command(position);
            insert.Parameters["$streamNo"].Value = StreamNumbers + position;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        insert.Dispose();
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
