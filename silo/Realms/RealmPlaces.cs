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

    public event Action<string>? Adopted;

    /// <summary>From now on the instance works with these places, and with these people: imported ones, else (a synthetic district's) the invented ones, else nobody.</summary>
    /// <exception cref="FileNotFoundException">There is no such registry or roster.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    public void Adopt(string instance, string hash, bool withInvented, string? rosterHash)
    {
        var registry = RegistryBy(hash);
        var roster = rosterHash is not null ? Roster.Of(registries.LoadRoster(rosterHash), registry) : withInvented ? Roster.Of(registry) : Roster.Empty;
        byInstance[instance] = (registry, roster);
        foreach (var unused in byHash.Keys.Except(byInstance.Values.Select(places => places.Registry.Hash)).ToList()) byHash.TryRemove(unused, out _);
        Adopted?.Invoke(instance);
    }

    /// <summary>A registry that was kept, whether or not anybody works with it.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    public Registry RegistryBy(string hash) => byHash.GetOrAdd(hash, static (wanted, from) => from.Load(wanted), registries);

    /// <exception cref="FileNotFoundException">There is no such roster.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    public void CheckRoster(string hash) => _ = registries.LoadRoster(hash);

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
