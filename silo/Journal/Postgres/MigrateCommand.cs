using System.CommandLine;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The command line's <c>migrate</c>: prepares a PostgreSQL database for a district, or brings it to this build's format.</summary>
public static class MigrateCommand
{
    /// <summary><c>migrate --owner-connection … [--connection …]</c>; each may stand in the environment.</summary>
    public static Command Create()
    {
        var owner = new Option<string?>("--owner-connection")
        {
            Description = $"How the role that owns the tables connects; it may make schemas in the database. Also {PlaceOptions.OwnerConnectionVariable}.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(PlaceOptions.OwnerConnectionVariable),
        };
        var service = new Option<string?>("--connection")
        {
            Description = $"How the service will connect: its role is given its rights, and no more. Without it the owner serves. Also {PlaceOptions.ConnectionVariable}.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(PlaceOptions.ConnectionVariable),
        };
        var command = new Command("migrate", "Prepare a PostgreSQL database, or bring it to this build's format") { owner, service };
        command.SetAction(async (asked, _) =>
        {
            try
            {
                var asOwner = asked.GetValue(owner) ?? throw new FolderRefusedException($"Who owns the tables? Name the connection: --owner-connection …, or {PlaceOptions.OwnerConnectionVariable}.");
                PostgresStore store = new() { Connection = asked.GetValue(service) ?? asOwner, OwnerConnection = asOwner };
                await store.Prepare(TimeProvider.System);
                await asked.InvocationConfiguration.Output.WriteLineAsync($"The database has format {PostgresSchema.FormatVersion}.");
                return 0;
            }
            catch (FolderRefusedException refused)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
                return 1;
            }
        });
        return command;
    }
}
