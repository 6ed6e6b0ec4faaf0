using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Hosting;

/// <summary>What every process of a district stands on, whether it has grains or only boards: its folder, its store, the vault, the places.</summary>
internal static class GroundHosting
{
    public static IHostApplicationBuilder AddGround(this IHostApplicationBuilder builder, DistrictOptions options)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Files);
        services.AddSingleton(provider => ServedFolder.Open(
            options.Files, options.Store, options.Url, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ServedFolder>>()));
        services.AddSingleton<IRealmSecrets>(provider => provider.GetRequiredService<ServedFolder>().Secrets);
        services.AddSingleton<IVault>(provider =>
        {
            var served = provider.GetRequiredService<ServedFolder>();
            return new CaseVault(provider.GetRequiredService<IVaultTable>(), served.Keys, served.Secrets, served.Erasures);
        });
        services.AddSingleton<CaseErasing>();
        services.AddSingleton(provider =>
        {
            var served = provider.GetRequiredService<ServedFolder>();
            return new KeyRotation(served.Keys, served.Control, provider.GetRequiredService<IVaultTable>());
        });
        services.AddStore();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<StoreWatch>(provider, provider.GetRequiredService<ServedFolder>().Store));

        services.AddSingleton(provider => provider.GetRequiredService<ServedFolder>().Store.Registries);
        services.AddSingleton<RealmPlaces>();
        services.AddSingleton<IRealmPlaces>(provider => provider.GetRequiredService<RealmPlaces>());
        services.AddSingleton(RuleSet.Shipped);
        services.AddSingleton<Intake>();
        return builder;
    }

    private static void AddStore(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<ServedFolder>().Store.OpenJournals(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IDueTable>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IFollowerTable>(provider => provider.GetRequiredService<IJournalStore>());
        services.AddSingleton<IVaultTable>(provider => provider.GetRequiredService<IJournalStore>());
    }
}
