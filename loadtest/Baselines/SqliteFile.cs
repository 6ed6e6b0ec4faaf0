using Microsoft.Data.Sqlite;

namespace GridActors.LoadTest.Baselines;

/// <summary>SQLite opened as durably as the service opens its journal: WAL, synchronous=FULL.</summary>
internal static class SqliteFile
{
    public static SqliteConnection Open(string file, string schema)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        foreach (var sql in (ReadOnlySpan<string>)["PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", schema])
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        return connection;
    }

    /// <summary>A prepared statement with text parameters in this order.</summary>
    public static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(parameter, SqliteType.Text);
        command.Prepare();
        return command;
    }
}
