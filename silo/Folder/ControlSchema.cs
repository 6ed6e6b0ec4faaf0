using Microsoft.Data.Sqlite;

namespace GridActors.Silo.Folder;

/// <summary>The control database's tables, one migration per folder format. A format is never edited once it was released, only followed by the next.</summary>
internal static class ControlSchema
{
    /// <summary>The folder format this build writes: the number of migrations.</summary>
    internal static int FormatVersion => Migrations.Length;

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE control (
            instance TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, registryHash TEXT NOT NULL, wrappedSecret BLOB NOT NULL,
            keyGeneration INTEGER NOT NULL, formatVersion INTEGER NOT NULL,
            leaseOwner TEXT NOT NULL DEFAULT '', leaseExpiry TEXT NOT NULL DEFAULT '', fencing INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        -- Which instance a realm's name means, and the last number given under it: no instance name is used twice, dropped ones included.
        CREATE TABLE names (name TEXT NOT NULL PRIMARY KEY, current TEXT NOT NULL, lastNumber INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE dropped (instance TEXT NOT NULL PRIMARY KEY, droppedAt TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>Brings an older folder to this build's format, each step in one transaction. The caller holds the folder's lock.</summary>
    /// <exception cref="FolderRefusedException">A newer build wrote the folder.</exception>
    internal static void Migrate(SqliteConnection connection, string folder)
    {
        var found = Found(connection);
        if (found > FormatVersion) throw Newer(found, folder);
        for (var step = found; step < FormatVersion; step++)
        {
            using var transaction = connection.BeginTransaction();
            using var migrate = connection.CreateCommand();
            migrate.Transaction = transaction;
            migrate.CommandText = $"{Migrations[step]}; PRAGMA user_version = {step + 1}";
            migrate.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>For those who may not migrate.</summary>
    /// <exception cref="FolderRefusedException">The folder has another format than this build's.</exception>
    internal static void Require(SqliteConnection connection, string folder)
    {
        var found = Found(connection);
        if (found > FormatVersion) throw Newer(found, folder);
        if (found < FormatVersion) throw new FolderRefusedException($"The data folder {folder} has format {found}, older than this build's {FormatVersion}. Start the service once: it migrates the folder.");
    }

    private static int Found(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        return (int)(long)read.ExecuteScalar()!;
    }

    private static FolderRefusedException Newer(int found, string folder) => new(
        $"The data folder {folder} has format {found}, and this build knows formats up to {FormatVersion}: a newer build wrote it. "
        + "Start that newer build, or use another folder: --data DIR. Nothing was changed.");
}
