namespace GridActors.Silo.Journal;

/// <summary>The file of snapshots, <c>data/derived.db</c>. All of it can be folded again, so it is dropped rather than mended.</summary>
internal static class SnapshotFile
{
    /// <summary>Above this size the file is dropped at start: 512 MiB.</summary>
    public const long BytesMax = 512L << 20;

    /// <summary>The file's <c>user_version</c>; 0 before it had one. A file of any other is dropped: there is nothing in it to migrate.</summary>
    private const string Format = "1";

    /// <summary>Rows deleted in one transaction.</summary>
    private const int DeletedRowsMax = 1_000;

    /// <summary>Makes the tables, and a new file when the old one is too large or broken. Answers false when it was dropped.</summary>
    public static bool Prepare(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var kept = !(new FileInfo(path) is { Exists: true, Length: > BytesMax });
        if (!kept) Drop(path);
        try
        {
            MakeTables(path);
        }
        catch (SqliteFailureException broken) when (!broken.IsPassing)
        {
            kept = false;
            Drop(path);
            MakeTables(path);
        }
        return kept;
    }

    /// <summary>Removes an instance's snapshots, in steps, so that others' writes get in between.</summary>
    public static void Remove(string path, string instance)
    {
        if (!File.Exists(path)) return;
        using var file = SqliteFile.ForWriting(path);
        file.Execute("PRAGMA synchronous = NORMAL");
        using var table = file.Prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'snapshots'");
        if (!table.Step()) return;
        table.Reset();
        using var some = file.Prepare(
            "DELETE FROM snapshots WHERE rowid IN (SELECT rowid FROM snapshots WHERE substr(grainKey, 1, length(?1) + 1) = ?1 || '|' LIMIT ?2)");
        while (some.Bind(1, instance).Bind(2, DeletedRowsMax).Run() == DeletedRowsMax) { }
    }

    private static void MakeTables(string path)
    {
        using var file = SqliteFile.ForWriting(path);
        if (file.Scalar("PRAGMA user_version") is not ("0" or Format)) throw new SqliteFailureException(SQLitePCL.raw.SQLITE_SCHEMA, "the file has another build's format");
        file.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        file.Execute($"{Schema.Snapshots}; PRAGMA user_version = {Format}");
    }

    private static void Drop(string path)
    {
        foreach (var part in (ReadOnlySpan<string>)[path, path + "-wal", path + "-shm"]) File.Delete(part);
    }
}
