using System.CommandLine;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GridActors.Silo.Hosting;

/// <summary>The command line's <c>serve</c>: realms at work without boards or HTTP.</summary>
public static class ServeCommand
{
    /// <summary><c>serve --data DIR --keys DIR --demo on|quiet|off</c></summary>
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The data folder." };
        var keys = new Option<string?>("--keys") { Description = "The folder of the key file; default: keys/ in the data folder." };
        var demo = new Option<DemoMode>("--demo") { Description = "Whether the demo realm is there, and played.", DefaultValueFactory = _ => DemoMode.Off };
        var command = new Command("serve", "Keep the realms of a data folder at work, without boards or HTTP.") { data, keys, demo };
        command.SetAction(async (asked, cancellation) =>
        {
            try
            {
                var builder = Host.CreateApplicationBuilder();
                builder.AddDistrict(new() { Folder = DataFolder.Resolve(asked.GetValue(data), asked.GetValue(keys)), Demo = asked.GetValue(demo) });
                using var host = builder.Build();
                host.Services.GetRequiredService<ServedFolder>(); // a folder that cannot be served is told before anything starts
                await host.RunAsync(cancellation);
                return 0;
            }
            catch (Exception refused) when (refused is FolderRefusedException or JournalDamagedException)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
                return 1;
            }
        });
        return command;
    }
}
