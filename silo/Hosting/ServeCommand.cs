using System.CommandLine;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Hosting;

/// <summary>The command line's <c>serve</c>: realms at work without boards or HTTP.</summary>
public static class ServeCommand
{
    /// <summary><c>serve [--data DIR --keys DIR --store … --connection …] [--silo-port P --gateway-port Q] --demo on|quiet|off</c></summary>
    public static Command Create()
    {
        var place = new PlaceOptions();
        var seat = new SeatOptions();
        var buildings = new Option<int>("--buildings") { Description = "Buildings of the synthetic district.", DefaultValueFactory = _ => Places.SyntheticDistrict.Buildings };
        var seed = new Option<int>("--seed") { Description = "Seed of the synthetic district and the demo.", DefaultValueFactory = _ => 1 };
        var rate = new Option<double>("--demo-rate") { Description = "Realm seconds per real second in a new demo.", DefaultValueFactory = _ => 10 };
        var demo = new Option<DemoMode>("--demo") { Description = "Whether the demo realm is there, and played.", DefaultValueFactory = _ => DemoMode.Off };
        var command = new Command("serve", "Keep the realms of a data folder at work, without boards or HTTP.") { demo, buildings, seed, rate };
        foreach (var option in place.All.Concat(seat.All)) command.Options.Add(option);
        command.SetAction(async (asked, cancellation) =>
        {
            try
            {
                DistrictOptions options = new()
                {
                    Folder = place.FolderOf(asked),
                    Store = place.StoreOf(asked),
                    Demo = asked.GetValue(demo),
                    Buildings = asked.GetValue(buildings),
                    Seed = asked.GetValue(seed),
                    DemoRate = asked.GetValue(rate),
                };
                if (seat.SeatOf(asked, options.Store) is { } taken) options = options with { Seat = taken, Store = SeatOptions.Shared(options.Store) };
                await options.Store.Prepare(TimeProvider.System);
                var builder = Host.CreateApplicationBuilder();
                builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
                    .AddFilter("Polly", LogLevel.Error);
                if (options.Seat is { } one) builder.AddSharedSilo(options, one);
                else builder.AddDistrict(options);
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
