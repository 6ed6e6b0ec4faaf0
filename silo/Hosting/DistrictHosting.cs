using System.Net;
using System.Net.Sockets;
using GridActors.Buildings;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Rules;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace GridActors.Silo.Hosting;

/// <summary>One process that serves a district from a data folder: its stores, its silo, its realms.</summary>
public static class DistrictHosting
{
    /// <summary>Idle grains leave memory after this long.</summary>
    private static readonly TimeSpan IdleGrainsLeaveAfter = TimeSpan.FromMinutes(30);

    /// <exception cref="FolderRefusedException">The folder is held by another process, of a newer format, or lacks its key file; the message says what to do.</exception>
    public static IHostApplicationBuilder AddDistrict(this IHostApplicationBuilder builder, DistrictOptions options)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Folder);
        services.AddSingleton(provider => ServedFolder.Open(
            options.Folder, options.Url, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ServedFolder>>()));
        services.AddSingleton<IRealmSecrets>(provider => provider.GetRequiredService<ServedFolder>().Secrets);
        services.AddSingleton<IVault>(provider =>
        {
            var served = provider.GetRequiredService<ServedFolder>();
            return new CaseVault(provider.GetRequiredService<IVaultTable>(), served.Keys, served.Secrets, served.Erasures);
        });

        services.AddSingleton(provider => new SqliteJournal(options.Folder.Journal, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteJournal>>()));
        services.AddSingleton<IJournalStore>(provider => provider.GetRequiredService<SqliteJournal>());
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IDueTable>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IFollowerTable>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IVaultTable>(provider => provider.GetRequiredService<IJournalStore>());

        services.AddSingleton(new RegistryFolder(options.Folder.Registry));
        services.AddSingleton<RealmPlaces>();
        services.AddSingleton<IRealmPlaces>(provider => provider.GetRequiredService<RealmPlaces>());
        services.AddSingleton<RealmClocks>();
        services.AddSingleton<IRealmClocks>(provider => provider.GetRequiredService<RealmClocks>());
        services.AddSingleton(RuleSet.Shipped);
        services.AddSingleton<GrainServices>();
        services.AddSingleton<Intake>();
        services.AddSingleton<IStreamDoor, GrainDoor>();
        services.AddSingleton<PlayGround>();
        services.AddSingleton<IRealmPlays, DemoPlays>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RealmGroundFactory>(provider).Make());
        services.AddSingleton<OpenRealms>();
        services.AddSingleton<IRealms>(provider => provider.GetRequiredService<OpenRealms>());

        services.TryAddSingleton<IDistrictView, NoDistrictView>();
        builder.UseOrleans(silo => AddSilo(silo, options.Folder));
        services.AddHostedService(provider => provider.GetRequiredService<OpenRealms>()); // after the silo: grains must answer by then
        services.AddHostedService(provider =>
        {
            var journal = provider.GetRequiredService<IJournalStore>();
            return new HeadsKeeper(
                provider.GetRequiredService<ServedFolder>().Heads, journal, () => journal.Instances, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HeadsKeeper>>());
        });
        return builder;
    }

    private static void AddSilo(ISiloBuilder silo, DataFolder folder)
    {
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: FreePort());
        silo.Configure<ClusterMembershipOptions>(alone =>
        {
            // nobody else watches this silo, and after the machine slept or its clock was set it must not hold its own entry for a dead one's and end the process
            alone.LivenessEnabled = false;
            alone.SiloGenerationRetirementAge = null;
        });
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = IdleGrainsLeaveAfter);
        silo.AddSnapshots(folder.Derived);
    }

    /// <summary>One process serves the whole district, so nobody needs to know the silo's ports; free ones let several districts run side by side.</summary>
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Collects what realms run on; who plays them is optional.</summary>
    private sealed class RealmGroundFactory(
        IJournalStore journal, IStreamDoor door, IRealmSecrets secrets, RealmClocks clocks, RealmPlaces places, Intake intake, TimeProvider time, ILoggerFactory logs,
        IServiceProvider services)
    {
        public RealmGround Make() => new(journal, journal, journal, door, secrets, clocks, places, services.GetService<IRealmPlays>(), intake, time, logs);
    }
}
