using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Hosting;

/// <summary>What a process has that keeps realms at work: their followers, due loops and play.</summary>
internal static class RealmHosting
{
    public static IServiceCollection AddRealmGround(this IServiceCollection services)
    {
        services.AddSingleton<PlayGround>();
        services.AddSingleton<IRealmPlays, DemoPlays>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RealmGroundFactory>(provider).Make());
        services.AddSingleton<RealmMaking>();
        return services;
    }

    /// <summary>Collects what realms run on; who plays them is optional.</summary>
    private sealed class RealmGroundFactory(
        IJournalStore journal, IStreamDoor door, IRealmSecrets secrets, RealmClocks clocks, RealmPlaces places, Intake intake, TimeProvider time, ILoggerFactory logs,
        IServiceProvider services)
    {
        public RealmGround Make() => new(journal, journal, journal, door, secrets, clocks, places, services.GetService<IRealmPlays>(), intake, time, logs);
    }
}
