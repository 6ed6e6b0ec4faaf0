using System.Net;
using System.Net.Sockets;
using GridActors.Buildings;
using GridActors.Disputes;
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

/// <summary>One process that serves a district by itself: its stores, its silo, its realms.</summary>
public static class DistrictHosting
{
    /// <exception cref="FolderRefusedException">The folder is held by another process, of a newer format, or lacks its key file; the message says what to do.</exception>
    public static IHostApplicationBuilder AddDistrict(this IHostApplicationBuilder builder, DistrictOptions options)
    {
        builder.AddGround(options);
        var services = builder.Services;
        services.AddGrainServices().AddRealmGround();
        services.AddSingleton<NewDisputeDoor>(); // all grains are in this process, so nobody else can wake a case that is visited here
        services.AddSingleton<OpenRealms>();
        services.AddSingleton<IRealms>(provider => provider.GetRequiredService<OpenRealms>());

        services.TryAddSingleton<IDistrictView, NoDistrictView>();
        builder.UseOrleans(silo => AddSiloAlone(silo).AddGrains(options));
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

    private static ISiloBuilder AddSiloAlone(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: FreePort());
        return silo.Configure<ClusterMembershipOptions>(alone =>
        {
            // nobody else watches this silo, and after the machine slept or its clock was set it must not hold its own entry for a dead one's and end the process
            alone.LivenessEnabled = false;
            alone.SiloGenerationRetirementAge = null;
        });
    }

    /// <summary>One process serves the whole district, so nobody needs to know the silo's ports; free ones let several districts run side by side.</summary>
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
