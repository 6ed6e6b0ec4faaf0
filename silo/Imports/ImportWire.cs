using GridActors.Silo.Vault;

namespace GridActors.Silo.Imports;

/// <summary>What an import and the service that holds the folder say to each other (docs/http-api.md).</summary>
public static class ImportWire
{
    /// <summary>GET: <see cref="ImportState"/>.</summary>
    public const string StateRoute = "/api/imports";

    /// <summary>POST <see cref="AdoptBody"/>: <see cref="PlacesInUse"/>.</summary>
    public const string RegistryRoute = "/api/imports/registry";

    /// <summary>POST <see cref="AdoptBody"/>: <see cref="PlacesInUse"/>.</summary>
    public const string RosterRoute = "/api/imports/roster";

    /// <summary>POST <see cref="PersonsBody"/>: <see cref="PersonsAnswer"/>.</summary>
    public const string PersonsRoute = "/api/imports/persons";

    /// <summary>GET …/{hash}: the file of a registry or roster in use.</summary>
    public const string FileRoute = "/api/imports/files";

    /// <summary>People in one request.</summary>
    public const int PersonsMax = 200;
}

/// <param name="Registry">The registry in use.</param>
/// <param name="Roster">The imported people in use, or null.</param>
/// <param name="OpenCases">Open cases of the open partition by area code.</param>
public sealed record ImportState(string Registry, string? Roster, IReadOnlyDictionary<string, int> OpenCases);

/// <param name="Hash">A registry or roster in the data folder.</param>
public sealed record AdoptBody(string Hash);

/// <param name="Keep">Whether to keep them in the vault, or only to say under which subjects they would stand there.</param>
/// <param name="People">At most <see cref="ImportWire.PersonsMax"/>.</param>
public sealed record PersonsBody(bool Keep, IReadOnlyList<NamedPerson> People);

/// <param name="Subjects">In the order of the people; null: erased.</param>
public sealed record PersonsAnswer(IReadOnlyList<string?> Subjects);
