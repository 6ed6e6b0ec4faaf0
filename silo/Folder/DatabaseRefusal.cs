using System.Net.Sockets;
using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>Says in one sentence why a PostgreSQL database cannot be used and what to do. A password is never part of what is said.</summary>
internal static class DatabaseRefusal
{
    /// <summary>The oldest PostgreSQL that this build is tried on.</summary>
    private const int MajorMin = 15;

    /// <summary>What may be wrong with a database however it is reached, and the advice.</summary>
    private static readonly (string Setting, string Wanted, string Why)[] Settings =
    [
        ("fsync", "on", "a power cut could lose what was acknowledged, and the database with it. Set fsync = on in postgresql.conf and restart PostgreSQL"),
        ("full_page_writes", "on", "a power cut could leave torn pages. Set full_page_writes = on in postgresql.conf and reload PostgreSQL"),
        ("server_encoding", "UTF8", "names and places need Unicode. Make the database anew: createdb --encoding=UTF8 --template=template0"),
    ];

    /// <summary>Connects once and looks at the server.</summary>
    /// <exception cref="FolderRefusedException">It cannot be used; the message gives advice.</exception>
    public static async Task Check(string connection)
    {
        var asked = Read(connection);
        try
        {
            await using NpgsqlConnection opened = new(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString());
            await opened.OpenAsync();
            if (opened.PostgreSqlVersion.Major < MajorMin)
                throw new FolderRefusedException($"{NameOf(asked)} is PostgreSQL {opened.PostgreSqlVersion}, and this build needs {MajorMin} or newer. Nothing was changed.");
            foreach (var (setting, wanted, why) in Settings)
            {
                await using NpgsqlCommand show = new($"SHOW {setting}", opened);
                if ((string)(await show.ExecuteScalarAsync())! is var found && found != wanted)
                    throw new FolderRefusedException($"{NameOf(asked)} runs with {setting} = {found}: {why}. Nothing was changed.");
            }
        }
        catch (NpgsqlException failure)
        {
            throw Of(failure, asked);
        }
    }

    /// <exception cref="FolderRefusedException">It is no connection.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connection)
    {
        try
        {
            NpgsqlConnectionStringBuilder asked = new(connection);
            asked.Host ??= "127.0.0.1";
            asked.Database ??= asked.Username;
            if (asked.Username is { Length: > 0 }) return asked;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // told below; the exception's own words may repeat a part of the password
        }
        throw new FolderRefusedException("The connection cannot be read. It looks like this: --connection \"Host=127.0.0.1;Database=gridactors;Username=gridactors;Password=…\".");
    }

    /// <summary>What to call a database when something is refused.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder asked) => $"The database {asked.Database} on {asked.Host}:{asked.Port}";

    public static FolderRefusedException Of(NpgsqlException failure, NpgsqlConnectionStringBuilder asked) => new(Say(failure, asked), failure);

    private static string Say(NpgsqlException failure, NpgsqlConnectionStringBuilder asked) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"{NameOf(asked)} does not let {asked.Username} in: {refused.MessageText}. Check user and password in --connection or GRIDACTORS_CONNECTION.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"{NameOf(asked)} is not there. Make it (createdb --encoding=UTF8 --template=template0 {asked.Database}), or let the owner make it: --owner-connection.",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
            $"{NameOf(asked)} has no district in it yet: run `silo migrate --owner-connection …`, or start the service with the same option.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => $"{NameOf(asked)} has no connection left. Close others, or raise max_connections.",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => $"{NameOf(asked)} is starting up or shutting down. Try again in a moment.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            $"{asked.Username} may not do that on {asked.Host}:{asked.Port}: {denied.MessageText}. Name a role that may, or make role and database by hand.",
        PostgresException other => $"{NameOf(asked)} refused: {other.MessageText} ({other.SqlState}).",
        { InnerException: SocketException or TimeoutException or IOException } =>
            $"No PostgreSQL answers at {asked.Host}:{asked.Port}. Start it, or name another in --connection or GRIDACTORS_CONNECTION.",
        _ => $"{NameOf(asked)} cannot be opened: {failure.Message}",
    };
}
