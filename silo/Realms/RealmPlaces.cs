using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Registries;

namespace GridActors.Silo.Realms;

/// <summary>Each open instance's registry and roster; instances of one registry share it.</summary>
public sealed class RealmPlaces(IRegistries registries) : IRealmPlaces
{
    private readonly ConcurrentDictionary<string, Registry> byHash = new();
    private readonly ConcurrentDictionary<string, (Registry Registry, Roster Roster)> byInstance = new();

    public Registry RegistryOf(string instance) => Of(instance).Registry;

    public Roster RosterOf(string instance) => Of(instance).Roster;

    /// <summary>The registry of that hash, whoever uses it; null when no open instance does.</summary>
    public Registry? Find(string hash) => byHash.GetValueOrDefault(hash);

    public void Adopt(string instance, string hash, bool withRoster)
    {
        var registry = byHash.GetOrAdd(hash, registries.Load);
        byInstance[instance] = (registry, withRoster ? Roster.Of(registry) : Roster.Empty);
    }

    /// <summary>Keeps a registry that was just made, and answers its hash.</summary>
    public string Keep(Registry registry)
    {
        byHash[registry.Hash] = registry;
        registries.Keep(registry);
        return registry.Hash;
    }

    /// <exception cref="InstanceClosedException">The instance is not open here, or no longer.</exception>
    private (Registry Registry, Roster Roster) Of(string instance) =>
        byInstance.TryGetValue(instance, out var places) ? places : throw new InstanceClosedException(instance);

    public void Remove(string instance) => byInstance.TryRemove(instance, out _);
}
