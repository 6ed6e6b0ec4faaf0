using Npgsql;

namespace GridActors.Silo.Journal;

/// <summary>The snapshots on PostgreSQL, one table for all instances; a crash of the server may take the newest, which are then folded again.</summary>
internal static class SnapshotTable
{
    /// <summary>The name under which Orleans finds Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Rows deleted in one transaction.</summary>
    private const int DeletedRowsMax = 1_000;

    /// <summary>Connections that Orleans may have open for snapshots.</summary>
    private const int ConnectionsMax = 8;

    /// <summary>How Orleans reaches what it keeps: it asks for its query table by its bare name, and waits for no disk.</summary>
    public static string ConnectionFor(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        SearchPath = "orleans",
        Options = "-c synchronous_commit=off",
        ApplicationName = "gridactors-snapshots",
        MaxPoolSize = ConnectionsMax,
    }.ToString();

    /// <summary>Removes an instance's snapshots, in steps, so that others' writes get in between.</summary>
    public static void Remove(NpgsqlDataSource database, string instance)
    {
        using var some = database.CreateCommand(
            "DELETE FROM orleans.snapshots WHERE ctid = ANY (ARRAY(SELECT ctid FROM orleans.snapshots WHERE instance = $1 LIMIT $2))");
        some.Parameters.Add(new() { Value = instance });
        some.Parameters.Add(new() { Value = DeletedRowsMax });
        while (some.ExecuteNonQuery() == DeletedRowsMax) { }
    }
}
