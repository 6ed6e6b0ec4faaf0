using System.CommandLine;
using GridActors.Silo.Folder;
using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The command line's <c>migrate</c>: prepares a PostgreSQL database for a district, or brings it to this build's format.</summary>
public static class MigrateCommand
{
    /// <summary><c>migrate --owner-connection … [--connection …]</c></summary>
    public static Command Create()
    {
        var owner = new Option<string>("--owner-connection") { Description = "How the role that owns the tables connects; it may make schemas in the database.", Required = true };
        var service = new Option<string?>("--connection") { Description = "How the service will connect: its role is given its rights, and no more. Without it the owner serves." };
        var command = new Command("migrate", "Prepare a PostgreSQL database, or bring it to this build's format") { owner, service };
        command.SetAction(async (asked, _) =>
        {
            try
            {
                var role = asked.GetValue(service) is { } connection ? new NpgsqlConnectionStringBuilder(connection).Username : null;
                var steps = await PostgresSchema.Migrate(asked.GetValue(owner)!, role);
                await asked.InvocationConfiguration.Output.WriteLineAsync(
                    steps == 0 ? $"The database has format {PostgresSchema.FormatVersion} already." : $"The database has format {PostgresSchema.FormatVersion} now.");
                return 0;
            }
            catch (Exception refused) when (refused is FolderRefusedException or ArgumentException)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
                return 1;
            }
        });
        return command;
    }
}
