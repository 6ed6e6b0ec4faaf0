using GridActors.Places;

namespace GridActors.Registries;

/// <summary>
/// The registries and rosters of a district as files, by hash: written once, never changed, read by whoever opens a realm. Safe to call from any thread.
/// </summary>
public interface IRegistries
{
    bool Holds(string hash);

    /// <summary>Keeps a file, durable when it returns; one that is already there is left as it is.</summary>
    /// <param name="hash">As <see cref="PlacesFile.HashOf"/> answers it.</param>
    void Keep(string hash, ReadOnlyMemory<byte> file);

    /// <summary>The file of this hash, as it was kept; not checked.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    byte[] FileOf(string hash);
}

/// <summary>Registries and rosters in such a store.</summary>
public static class RegistriesByKind
{
    public static void Keep(this IRegistries registries, Registry registry) => registries.Keep(registry.Hash, registry.File);

    public static void Keep(this IRegistries registries, StaffList staff) => registries.Keep(staff.Hash, staff.File);

    /// <summary>The registry of this hash, checked against it.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    /// <exception cref="InvalidDataException">Damaged, of a newer format, or another file under this name.</exception>
    public static Registry Load(this IRegistries registries, string hash) => Registry.Load(Checked(registries, hash));

    /// <summary>The roster of this hash, checked against it.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    /// <exception cref="InvalidDataException">Damaged, of a newer format, or another file under this name.</exception>
    public static StaffList LoadRoster(this IRegistries registries, string hash) => StaffList.Load(Checked(registries, hash));

    private static byte[] Checked(IRegistries registries, string hash)
    {
        var file = registries.FileOf(hash);
        return PlacesFile.HashOf(file) is var found && found == hash ? file : throw new InvalidDataException($"What is kept as {hash} is {found}, not what it is named after.");
    }
}
