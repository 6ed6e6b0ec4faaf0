using GridActors.Places;

namespace GridActors.Registries;

/// <summary>The registries of a district, by hash: written once, never changed, read by whoever opens a realm. Safe to call from any thread.</summary>
public interface IRegistries
{
    bool Holds(string hash);

    /// <summary>Keeps the registry, durable when it returns; one that is already there is left as it is.</summary>
    void Keep(Registry registry);

    /// <summary>The registry of this hash, checked against it.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    /// <exception cref="InvalidDataException">Damaged, of a newer format, or another registry under this name.</exception>
    Registry Load(string hash);
}
