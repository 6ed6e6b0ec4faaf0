using System.Globalization;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Journal;

/// <summary>
/// The format of an instance's SQLite file, in its <c>user_version</c>: 1 kept every row by its stream's name; 2 is this build's. A format is never edited once it was
/// released, only followed by the next; each step to the next is one transaction, so that a crash leaves the one before it whole.
/// </summary>
internal static class JournalFormat
{
    public const int Current = 2;

    /// <summary>Stands in a step's script where the tables of its format are made.</summary>
    private const string TablesGoHere = "-- sqlite.sql --";

    /// <summary>Makes what is missing of this build's tables; in the caller's transaction.</summary>
    public static void Make(SqliteFile file) => file.Execute($"{Schema.Sqlite}; PRAGMA user_version = {Current}");

    /// <summary>Makes the tables of a new file, or brings an older one to this build's format; in the caller's transaction.</summary>
    /// <exception cref="FolderRefusedException">A newer build wrote it.</exception>
    public static void Bring(SqliteFile file, string path)
    {
        var found = Found(file);
        if (found == Current) return;
        if (found == 0)
        {
            Make(file);
            return;
        }
        RefuseUnknown(found, path);
        file.Execute(Schema.SqliteTo2.Replace(TablesGoHere, Schema.Sqlite, StringComparison.Ordinal));
        file.Execute($"PRAGMA user_version = {Current}");
    }

    /// <summary>Before anything is read of a file: an older format can be read by those who know it, another cannot.</summary>
    /// <exception cref="FolderRefusedException">A newer build wrote it.</exception>
    public static void RefuseUnknown(SqliteFile file, string path) => RefuseUnknown(Found(file), path);

    /// <summary>For those who only read.</summary>
    /// <exception cref="FolderRefusedException">The file has another format than this build's.</exception>
    public static void Require(SqliteFile file, string path)
    {
        var found = Found(file);
        RefuseUnknown(found, path);
        if (found is not (0 or Current))
            throw new FolderRefusedException($"The journal {path} has format {found}, older than this build's {Current}. Start the service once: it brings the journal to this format.");
    }

    /// <summary>0 for a file without tables. Files of before formats were numbered tell theirs by their tables.</summary>
    private static int Found(SqliteFile file)
    {
        var stamped = int.Parse(file.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (stamped > 0) return stamped;
        if (!Has(file, "heads")) return 0;
        return Has(file, "streams") ? Has(file, "lookupRows") ? Unstamped : Unreleased : 1;
    }

    /// <summary>This build's tables without its number.</summary>
    private const int Unstamped = 0;

    /// <summary>Between two releases.</summary>
    private const int Unreleased = -1;

    private static void RefuseUnknown(int found, string path)
    {
        if (found > Current)
            throw new FolderRefusedException(
                $"The journal {path} has format {found}, and this build knows formats up to {Current}: a newer build wrote it. Start that newer build, or use another folder: --data DIR. Nothing was changed.");
        if (found == Unreleased)
            throw new FolderRefusedException($"The journal {path} was written by a build between two releases. Export it with that build, and import it with this one. Nothing was changed.");
    }

    private static bool Has(SqliteFile file, string table) => file.Scalar($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'") != "0";
}
