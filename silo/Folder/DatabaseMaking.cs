using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>
/// Makes what a service needs before it has tables, where its owner may: the database itself, and the service's own role with the password of its connection.
/// What is there already is left as it is.
/// </summary>
internal static class DatabaseMaking
{
    /// <summary>The database that every server has, to make others from.</summary>
    private const string Maintenance = "postgres";

    /// <exception cref="FolderRefusedException">It is not there and the owner may not make it, or the server cannot be reached.</exception>
    public static async Task Make(string owner, string service)
    {
        var (asOwner, asService) = (DatabaseRefusal.Read(owner), DatabaseRefusal.Read(service));
        if (asOwner.Database != asService.Database)
            throw new FolderRefusedException(
                $"--owner-connection names {DatabaseRefusal.NameOf(asOwner)}, and --connection names {DatabaseRefusal.NameOf(asService)}. They must name the same one, with the owner's user and with the service's.");
        try
        {
            await using var there = await TryOpen(asOwner, asOwner.Database!);
            if (there is not null)
            {
                await MakeRole(there, asService);
                return;
            }
            await using var server = await TryOpen(asOwner, Maintenance)
                ?? throw new FolderRefusedException($"{asOwner.Host}:{asOwner.Port} has no database {Maintenance} to make others from. Make {asService.Database} by hand.");
            await MakeRole(server, asService);
            await Run(server, await Sql(server, "SELECT format('CREATE DATABASE %I TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C''', $1)", asService.Database!));
        }
        catch (NpgsqlException failure)
        {
            throw DatabaseRefusal.Of(failure, asOwner);
        }
    }

    private static async Task MakeRole(NpgsqlConnection server, NpgsqlConnectionStringBuilder asService)
    {
        if (await Ask(server, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", asService.Username!) is true) return;
        await Run(server, asService.Password is { Length: > 0 } password
            ? await Sql(server, "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', $1, $2)", asService.Username!, password)
            : await Sql(server, "SELECT format('CREATE ROLE %I LOGIN', $1)", asService.Username!));
    }

    /// <summary>Null when there is no such database.</summary>
    private static async Task<NpgsqlConnection?> TryOpen(NpgsqlConnectionStringBuilder asOwner, string database)
    {
        NpgsqlConnection opened = new(new NpgsqlConnectionStringBuilder(asOwner.ToString()) { Database = database, Pooling = false }.ToString());
        try
        {
            await opened.OpenAsync();
            return opened;
        }
        catch (Exception failure)
        {
            await opened.DisposeAsync();
            if (failure is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName }) return null;
            throw;
        }
    }

    /// <summary>Names and passwords are quoted by the server itself.</summary>
    private static async Task<string> Sql(NpgsqlConnection server, string sql, params string[] values) => (string)(await Ask(server, sql, values))!;

    private static async Task<object?> Ask(NpgsqlConnection server, string sql, params string[] values)
    {
        await using NpgsqlCommand command = new(sql, server);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    private static async Task Run(NpgsqlConnection server, string statement)
    {
        await using NpgsqlCommand command = new(statement, server);
        await command.ExecuteNonQueryAsync();
    }
}
