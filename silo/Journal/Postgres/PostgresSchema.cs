using GridActors.Silo.Folder;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The format of a district's database: brought up to this build's by its owner, required by everybody else.</summary>
public static partial class PostgresSchema
{
    /// <summary>The format this build writes: the number of migrations.</summary>
    public static int FormatVersion => PostgresMigration.All.Count;

    /// <summary>Before this version the server lacks what the statements lean on.</summary>
    private const int ServerVersionMin = 15;

    private const string Advice = "run `silo migrate --owner-connection …`";

    /// <summary>
    /// Makes the tables, or brings an older database to this build's format: one at a time, each step in one transaction, over the instances that are there too.
    /// </summary>
    /// <param name="ownerConnection">Connects as the role that owns the tables; it may make schemas in the database.</param>
    /// <param name="serviceRole">The role the service connects as, which is given its rights; null when it is the owner itself.</param>
    /// <returns>How many steps were run.</returns>
    /// <exception cref="FolderRefusedException">A newer build wrote the database, or it cannot be reached or changed.</exception>
    public static Task<int> Migrate(string ownerConnection, string? serviceRole, ILogger? log = null) => Migrate(ownerConnection, serviceRole, PostgresMigration.All, log);

    /// <summary>The same with steps of one's own.</summary>
    internal static async Task<int> Migrate(string ownerConnection, string? serviceRole, IReadOnlyList<PostgresMigration> steps, ILogger? log = null)
    {
        try
        {
            await using var connection = await PostgresConnections.Open(ownerConnection);
            RequireServer(connection);
            await Execute(connection, "SELECT pg_advisory_lock(hashtext('gridactors'), hashtext('migration'))"); // until the connection ends
            var found = await Format(connection);
            if (found > steps.Count) throw Newer(found);
            foreach (var step in steps.Skip(found)) await Run(connection, step);
            if (serviceRole is not null) await Execute(connection, "INSERT INTO control.serviceRoles VALUES ($1) ON CONFLICT DO NOTHING", serviceRole);
            await Execute(connection, "SELECT control.grant_service()");
            if (log is not null && found < steps.Count) LogMigrated(log, found, steps.Count);
            return steps.Count - found;
        }
        catch (NpgsqlException failure)
        {
            throw new FolderRefusedException($"The database cannot be migrated: {failure.Message}", failure);
        }
    }

    /// <summary>For the service, which may not migrate.</summary>
    /// <exception cref="FolderRefusedException">The database has another format than this build's, or cannot be reached; the message says what to do.</exception>
    public static async Task Require(string connection)
    {
        try
        {
            await using var opened = await PostgresConnections.Open(connection);
            RequireServer(opened);
            var found = await Format(opened);
            if (found > FormatVersion) throw Newer(found);
            if (found == 0) throw new FolderRefusedException($"The database {opened.Database} has no district in it yet: {Advice}.");
            if (found < FormatVersion) throw new FolderRefusedException($"The database {opened.Database} has format {found}, older than this build's {FormatVersion}: {Advice}.");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new FolderRefusedException($"This role has no rights on the district's tables ({refused.MessageText}): {Advice} with this connection as --connection.", refused);
        }
        catch (NpgsqlException failure)
        {
            throw new FolderRefusedException($"The database cannot be reached: {failure.Message}", failure);
        }
    }

    private static async Task Run(NpgsqlConnection connection, PostgresMigration step)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "SELECT pg_advisory_xact_lock(hashtext('gridactors'), hashtext('schema'))"); // no instance is made or dropped meanwhile
        foreach (var script in step.Once) await Execute(connection, script);
        if (step.EveryInstance is { } everywhere)
        {
            await Execute(connection, "INSERT INTO control.instanceScripts VALUES ($1, $2)", step.Version, everywhere);
            foreach (var instance in await Schemas(connection)) await Execute(connection, PostgresMigration.For(everywhere, instance));
        }
        await Execute(connection, "UPDATE control.format SET version = $1", step.Version);
        await transaction.CommitAsync();
    }

    /// <summary>The migrations that have run; 0 in an empty database.</summary>
    private static async Task<int> Format(NpgsqlConnection connection)
    {
        await using var known = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'control')", connection);
        if (await known.ExecuteScalarAsync() is not true) return 0;
        await using var read = new NpgsqlCommand("SELECT version FROM control.format", connection);
        return (int)(await read.ExecuteScalarAsync())!;
    }

    private static async Task<List<string>> Schemas(NpgsqlConnection connection)
    {
        await using var read = new NpgsqlCommand("SELECT quote_ident(instance) FROM control.schemas ORDER BY instance", connection);
        await using var rows = await read.ExecuteReaderAsync();
        List<string> schemas = [];
        while (await rows.ReadAsync()) schemas.Add(rows.GetString(0));
        return schemas;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private static void RequireServer(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < ServerVersionMin)
            throw new FolderRefusedException($"PostgreSQL {connection.PostgreSqlVersion} is too old: {ServerVersionMin} or later holds a district.");
    }

    private static FolderRefusedException Newer(int found) => new(
        $"The database has format {found}, and this build knows formats up to {FormatVersion}: a newer build wrote it. Start that newer build, or use another database. Nothing was changed.");

    [LoggerMessage(Level = LogLevel.Information, Message = "the database was brought from format {Found} to {Format}")]
    private static partial void LogMigrated(ILogger log, int found, int format);
}
