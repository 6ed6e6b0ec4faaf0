using System.CommandLine;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Hosting;

/// <summary>
/// Where a district is, as every program asks for it: data folder, keys, and the database. A connection may hold a password, so each may also stand in the
/// environment; what is on the command line goes before it.
/// </summary>
public sealed class PlaceOptions
{
    public const string StoreVariable = "GRIDACTORS_STORE", ConnectionVariable = "GRIDACTORS_CONNECTION", OwnerConnectionVariable = "GRIDACTORS_OWNER_CONNECTION";

    private const string Sqlite = "sqlite", Postgres = "postgres";

    private readonly Option<string?> data = new("--data") { Description = "the data folder; default: data/ beside GridActors.sln, else ./data", Recursive = true };
    private readonly Option<string?> keys = new("--keys") { Description = "the folder of the key file; default: keys/ in the data folder", Recursive = true };
    private readonly Option<string?> store = new("--store") { Description = $"what the district's truth is kept in: {Sqlite} (in the data folder) or {Postgres}; also {StoreVariable}", Recursive = true };
    private readonly Option<string?> connection = new("--connection") { Description = $"the PostgreSQL database, as Npgsql names it; also {ConnectionVariable}", Recursive = true };
    private readonly Option<string?> owner = new("--owner-connection")
    {
        Description = $"the same database as the role that owns its tables: it is made and migrated first; also {OwnerConnectionVariable}",
        Recursive = true,
    };

    public PlaceOptions() => store.AcceptOnlyFromAmong(Sqlite, Postgres);

    /// <summary>For a command that only looks or that brings its own owner: all but <c>--owner-connection</c>.</summary>
    public IEnumerable<Option> Looking => [data, keys, store, connection];

    public IEnumerable<Option> All => [.. Looking, owner];

    public DataFolder FolderOf(ParseResult asked) => DataFolder.Resolve(asked.GetValue(data), asked.GetValue(keys));

    /// <exception cref="FolderRefusedException">The options contradict each other; the message says which.</exception>
    public StoreChoice StoreOf(ParseResult asked)
    {
        var wanted = asked.GetValue(store) ?? FromEnvironment(StoreVariable) ?? Sqlite;
        if (wanted == Postgres)
            return new PostgresStore
            {
                Connection = asked.GetValue(connection) ?? FromEnvironment(ConnectionVariable) ?? throw new FolderRefusedException(
                    $"--store {Postgres} needs a database: --connection \"Host=127.0.0.1;Database=gridactors;Username=gridactors\", or the same in {ConnectionVariable}."),
                OwnerConnection = asked.GetValue(owner) ?? FromEnvironment(OwnerConnectionVariable),
            };
        if (wanted != Sqlite) throw new FolderRefusedException($"{StoreVariable} is {wanted}; it may be {Sqlite} or {Postgres}.");
        if ((asked.GetValue(connection) ?? asked.GetValue(owner)) is not null)
            throw new FolderRefusedException($"--connection names a PostgreSQL database, and the district was asked for on SQLite. Say --store {Postgres} too.");
        return new SqliteStore();
    }

    private static string? FromEnvironment(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
