using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Imports;

/// <summary>A realm that is not there yet, for a dry run into a folder that nothing was written to: everything in the files would be new.</summary>
internal sealed class EmptyRealm : IImportDoor
{
    public PlacesInUse InUse => new(null, null);

    public IRegistries Files => throw new InvalidOperationException("nothing is kept in a dry run");

    public Task<IReadOnlyDictionary<AreaId, int>> OpenCases() => Task.FromResult<IReadOnlyDictionary<AreaId, int>>(new Dictionary<AreaId, int>());

    public Task<IReadOnlyList<string?>> Persons(IReadOnlyList<NamedPerson> people, bool keep) => throw new InvalidOperationException("nothing is kept in a dry run");

    public Task AdoptRegistry(string hash) => throw new InvalidOperationException("nothing is adopted in a dry run");

    public Task AdoptRoster(string hash) => throw new InvalidOperationException("nothing is adopted in a dry run");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
