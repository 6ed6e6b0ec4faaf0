using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GridActors.LoadTest.Baselines;

/// <summary>The one writer of the plain way: takes one report at a time and commits it by itself.</summary>
internal sealed class PlainSqliteWriter(string file, BlockingCollection<PlainSqliteWriter.Waiting> queue)
{
    /// <summary>A report and who waits for its row number.</summary>
    internal sealed record Waiting(PlainReport Report, TaskCompletionSource<long> Stored);

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS reports (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, building TEXT NOT NULL, category TEXT NOT NULL, severity TEXT, text TEXT NOT NULL,
            name TEXT, phone TEXT, at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS buildings (building TEXT PRIMARY KEY, open INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const string Insert = """
        INSERT INTO reports (key, building, category, severity, text, name, phone, at)
        VALUES ($key, $building, $category, $severity, $text, $name, $phone, strftime('%Y-%m-%dT%H:%M:%fZ'))
        """;

    private const string Bump = "INSERT INTO buildings (building, open) VALUES ($building, 1) ON CONFLICT (building) DO UPDATE SET open = open + 1";

    public void Run()
    {
        using var connection = SqliteFile.Open(file, Schema);
        using var begin = SqliteFile.Prepare(connection, "BEGIN IMMEDIATE");
        using var insert = SqliteFile.Prepare(connection, Insert, "$key", "$building", "$category", "$severity", "$text", "$name", "$phone");
        using var bump = SqliteFile.Prepare(connection, Bump, "$building");
        using var rowId = SqliteFile.Prepare(connection, "SELECT last_insert_rowid()");
        using var commit = SqliteFile.Prepare(connection, "COMMIT");
        foreach (var waiting in queue.GetConsumingEnumerable())
        {
            begin.ExecuteNonQuery();
            Bind(insert, waiting.Report);
            insert.ExecuteNonQuery();
            var id = (long)rowId.ExecuteScalar()!;
            bump.Parameters[0].Value = waiting.Report.Building;
            bump.ExecuteNonQuery();
            commit.ExecuteNonQuery();
            waiting.Stored.SetResult(id);
        }
    }

    private static void Bind(SqliteCommand insert, PlainReport report)
    {
        object?[] values = [report.Key, report.Building, report.Category, report.Severity, report.Text, report.Name, report.Phone];
        for (var column = 0; column < values.Length; column++) insert.Parameters[column].Value = values[column] ?? DBNull.Value;
    }
}
