using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Clustering;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace GridActors.Silo.Hosting;

/// <summary>What a process with grains of its own has beside the ground: clocks, snapshots, and the silo's settings.</summary>
internal static class GrainHosting
{
    /// <summary>Idle grains leave memory after this long.</summary>
    private static readonly TimeSpan IdleGrainsLeaveAfter = TimeSpan.FromMinutes(30);

    public static IServiceCollection AddGrainServices(this IServiceCollection services)
    {
        services.AddSingleton<RealmClocks>();
        services.AddSingleton<IRealmClocks>(provider => provider.GetRequiredService<RealmClocks>());
        services.AddSingleton<NewStreams>();
        services.AddSingleton<GrainServices>();
        services.AddSingleton<IStreamDoor, GrainDoor>();
        return services;
    }

    public static ISiloBuilder AddGrains(this ISiloBuilder silo, DistrictOptions options)
    {
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = IdleGrainsLeaveAfter);
        silo.AddPlacementDirector<PlaceByRealm, RealmPlacement>();
        options.Store.AddSnapshots(silo, options.Files);
        return silo;
    }
}
