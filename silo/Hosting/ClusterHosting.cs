using GridActors.Buildings;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Clustering;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Leases;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridActors.Silo.Hosting;

/// <summary>The same district as several processes on one database: silos, which have the grains and run the realms, and web nodes, which have neither.</summary>
public static class ClusterHosting
{
    /// <summary>Connections for leases and for what is written under them.</summary>
    private const int LeaseConnectionsMax = 4;

    /// <summary>A process with grains, one of several.</summary>
    public static IHostApplicationBuilder AddSharedSilo(this IHostApplicationBuilder builder, DistrictOptions options, ClusterSeat seat)
    {
        builder.AddGround(options);
        var services = builder.Services;
        services.AddGrainServices().AddRealmGround();
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var clocks = new RealmClocks(provider.GetRequiredService<TimeProvider>(), isShared: true);
            clocks.Add(RealmNames.Live, isLive: true); // live time is the same everywhere
            return clocks;
        }));
        services.AddSingleton(_ => LeaseConnections(seat));
        services.AddSingleton<ILeaseTable, PostgresLeases>();
        services.AddSingleton(provider => (IFencedFollowers)provider.GetRequiredService<IJournalStore>());
        services.AddSingleton(LeaseTimes.Usual);
        services.AddSingleton<RealmHolders>();
        services.AddSingleton<IRealmHolders>(provider => provider.GetRequiredService<RealmHolders>());
        services.AddSingleton<SharedInstances>();
        services.AddSingleton<SharedGround>();
        services.AddSingleton<SharedRealms>();
        services.AddSingleton<IRealms>(provider => provider.GetRequiredService<SharedRealms>());
        services.TryAddSingleton<IDistrictView, NoDistrictView>();

        services.AddHostedService(provider => provider.GetRequiredService<SharedInstances>()); // before the silo: a grain may be called as soon as it is up
        builder.UseOrleans(silo => silo.AddMembership(seat).AddGrains(options).AddIncomingGrainCallFilter<IntakeAtGrains>());
        services.AddHostedService(provider => provider.GetRequiredService<SharedRealms>());
        services.AddHostedService(provider =>
        {
            var (journal, realms) = (provider.GetRequiredService<IJournalStore>(), provider.GetRequiredService<SharedRealms>());
            return new HeadsKeeper( // silos may share the keys' folder: the one that runs live writes the record
                provider.GetRequiredService<ServedFolder>().Heads, journal, () => realms.Find(RealmNames.Live) is null ? [] : journal.Instances,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HeadsKeeper>>());
        });
        return builder;
    }

    /// <summary>A process with boards and doors only: it reads the journal itself and takes commands to the silos.</summary>
    public static IHostApplicationBuilder AddWebNode(this IHostApplicationBuilder builder, DistrictOptions options, ClusterSeat seat)
    {
        builder.AddGround(options);
        var services = builder.Services;
        services.AddSingleton<SharedInstances>();
        services.AddSingleton<DeskRealms>();
        services.AddSingleton<IRealms>(provider => provider.GetRequiredService<DeskRealms>());
        services.AddSingleton<IRealmClocks>(provider => provider.GetRequiredService<DeskRealms>());
        services.AddSingleton<IStreamDoor, GrainDoor>();
        services.AddSingleton<SnapshotCounts>();
        services.AddSingleton<SiloLink>();
        services.AddSingleton<IPartsOfService>(provider => provider.GetRequiredService<SiloLink>());

        services.AddHostedService(provider => provider.GetRequiredService<SharedInstances>());
        services.AddHostedService(provider => provider.GetRequiredService<DeskRealms>());
        AddClient(builder, seat);
        services.AddHostedService(provider => provider.GetRequiredService<SiloLink>());
        return builder;
    }

    private static void AddClient(IHostApplicationBuilder builder, ClusterSeat seat)
    {
        var services = builder.Services;
        var before = services.Where(IsHosted).ToHashSet();
        builder.UseOrleansClient(client =>
        {
            client.AddMembership(seat);
            client.AddOutgoingGrainCallFilter<SiloOutages>();
        });
        foreach (var started in services.Where(one => IsHosted(one) && !before.Contains(one)).ToList()) services.Remove(started); // SiloLink starts it, and waits for nobody
        services.AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<SiloLink>());
        services.Replace(ServiceDescriptor.Singleton<IClientConnectionRetryFilter>(provider => provider.GetRequiredService<SiloLink>()));
    }

    private static bool IsHosted(ServiceDescriptor one) => one.ServiceType == typeof(IHostedService);

    private static NpgsqlDataSource LeaseConnections(ClusterSeat seat) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(seat.Connection) { ApplicationName = "gridactors leases", MaxPoolSize = LeaseConnectionsMax, Timeout = 1, CommandTimeout = 2 });
}
