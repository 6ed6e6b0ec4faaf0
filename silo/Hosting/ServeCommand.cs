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
    /// <summary><c>serve [--data DIR --keys DIR --store … --connection …] --demo on|quiet|off</c></summary>
    public static Command Create()
    {
        var place = new PlaceOptions();
        var demo = new Option<DemoMode>("--demo") { Description = "Whether the demo realm is there, and played.", DefaultValueFactory = _ => DemoMode.Off };
        var command = new Command("serve", "Keep the realms of a data folder at work, without boards or HTTP.") { demo };
        foreach (var option in place.All) command.Options.Add(option);
        command.SetAction(async (asked, cancellation) =>
        {
            try
            {
                DistrictOptions options = new() { Folder = place.FolderOf(asked), Store = place.StoreOf(asked), Demo = asked.GetValue(demo) };
                await options.Store.Prepare(TimeProvider.System);
                var builder = Host.CreateApplicationBuilder();
                builder.AddDistrict(options);
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
