using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Imports;

/// <summary>What a realm works with now: hashes, null where there is nothing yet.</summary>
public sealed record PlacesInUse(string? Registry, string? Roster);

/// <summary>What an import asks of a realm, whether a running service holds the data folder or nobody does.</summary>
public interface IImportDoor : IAsyncDisposable
{
    PlacesInUse InUse { get; }

    /// <summary>The files of registries and rosters, to be kept before they are adopted.</summary>
    IRegistries Files { get; }

    /// <summary>How many cases of the open partition are open, by the area they lie in.</summary>
    Task<IReadOnlyDictionary<AreaId, int>> OpenCases();

    /// <summary>The vault's subjects for these people, in their order (null: erased), kept in the vault when asked for.</summary>
    Task<IReadOnlyList<string?>> Persons(IReadOnlyList<NamedPerson> people, bool keep);

    /// <exception cref="ImportRefusedException">The realm does not take it.</exception>
    Task AdoptRegistry(string hash);

    /// <exception cref="ImportRefusedException">The realm does not take it.</exception>
    Task AdoptRoster(string hash);
}

/// <summary>An import cannot be carried out; the message says why and what to do.</summary>
public sealed class ImportRefusedException(string message, Exception? inner = null) : Exception(message, inner);
