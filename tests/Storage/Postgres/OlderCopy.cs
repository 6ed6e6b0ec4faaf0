using Microsoft.Data.Sqlite;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>A realm instance's tables as they were at some moment, put back later while the service is down; in whatever store they stand.</summary>
internal sealed class OlderCopy(string folder, string instance)
{
    /// <summary>Every table of an instance but those that no journal check reads.</summary>
    private static readonly string[] Tables = ["entries", "heads", "commands", "due", "followers", "parked", "vault", "caseKeys", "lookups", "access"];

    private string File => Path.Combine(folder, "older.db");

    private string Journal => Path.Combine(folder, instance, "journal.db");

    /// <summary>Beside the running service.</summary>
    public async Task Take()
    {
        if (DistrictStores.IsPostgres)
        {
            await Run(["CREATE SCHEMA older", "BEGIN ISOLATION LEVEL REPEATABLE READ", .. Tables.Select(table => $"CREATE TABLE older.{table} AS TABLE \"{instance}\".{table}"), "COMMIT"]);
            return;
        }
        await using var file = new SqliteConnection($"Data Source={Journal};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = $"VACUUM INTO '{File}'";
        await command.ExecuteNonQueryAsync();
    }

    public async Task PutBack()
    {
        if (DistrictStores.IsPostgres)
        {
            // entries are never changed: only somebody who puts a copy back goes past the trigger that says so
            await Run(
            [
                "SET session_replication_role = replica", "BEGIN",
                .. Tables.SelectMany(table => (string[])[$"DELETE FROM \"{instance}\".{table}", $"INSERT INTO \"{instance}\".{table} SELECT * FROM older.{table}"]), "COMMIT",
            ]);
            return;
        }
        System.IO.File.Copy(File, Journal, overwrite: true);
        foreach (var rest in (string[])["-wal", "-shm"]) System.IO.File.Delete(Journal + rest);
    }

    private async Task Run(string[] statements) => await PostgresServer.Execute((await DistrictStores.DatabaseOf(folder)).Administrator, statements);
}
