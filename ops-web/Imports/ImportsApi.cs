using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Imports;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Imports;

/// <summary>
/// What the command line's imports ask of a service that holds the data folder. The files of a registry or a roster lie in the folder already; names and phones
/// come here and go into the vault.
/// </summary>
internal static class ImportsApi
{
    private const int AdoptBytesMax = 1024;

    /// <summary>Two hundred people of the longest names.</summary>
    private const int PersonsBytesMax = 128 * 1024;

    private const int ResponderCharactersMax = 64;

    private const int PersonCharactersMax = 60;

    public static IServiceCollection AddImports(this IServiceCollection services) => services.AddSingleton(provider => new PersonVault(
        provider.GetRequiredService<IVault>(), provider.GetRequiredService<Silo.Journal.IVaultTable>(), provider.GetRequiredService<IRealmSecrets>(), provider.GetRequiredService<ServedFolder>().Erasures));

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ImportWire.StateRoute, State).Produces<ImportState>().WithSummary("What a realm works with, and where cases are open: for the command line's imports");
        routes.MapGet(ImportWire.FileRoute + "/{hash}", FileOf).WithSummary("The file of a registry or roster in use: for the command line's imports");
        routes.MapPost(ImportWire.RegistryRoute, AdoptRegistry).Accepts<AdoptBody>("application/json").Produces<PlacesInUse>().WithSummary("Lets a realm work with a registry of the data folder");
        routes.MapPost(ImportWire.RosterRoute, AdoptRoster).Accepts<AdoptBody>("application/json").Produces<PlacesInUse>().WithSummary("Lets a realm work with the people of a roster of the data folder");
        routes.MapPost(ImportWire.PersonsRoute, Persons).Accepts<PersonsBody>("application/json").Produces<PersonsAnswer>().WithSummary("Puts names and phones of responders into the vault");
    }

    private static IResult State(HttpContext http, IRealms realms, BoardFeeds boards)
    {
        var realm = http.Realm();
        var places = realms.PlacesOf(realm.Instance);
        var open = boards.FeedOf(realm).Read(board => board.CardsIn(AreaId.District).Where(card => !board.IsSealed(card.CaseId))
            .GroupBy(card => card.Area.Code, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()));
        return JsonShapes.Answer(new ImportState(places.Registry, places.Roster, open));
    }

    private static IResult FileOf(string hash, IRealms realms, IRegistries registries)
    {
        var inUse = realms.All.Select(realm => realms.PlacesOf(realm.Instance)).SelectMany(places => (string?[])[places.Registry, places.Roster]);
        return inUse.Contains(hash) ? Results.Bytes(registries.FileOf(hash), "application/octet-stream") : Problem.NotFound;
    }

    private static async Task<IResult> AdoptRegistry(HttpContext http, IRealms realms, IRegistries registries, DataFolder folder) =>
        await Adopt(http, registries, folder, (realm, hash) => realms.AdoptRegistry(realm.Instance, hash));

    private static async Task<IResult> AdoptRoster(HttpContext http, IRealms realms, IRegistries registries, DataFolder folder) =>
        await Adopt(http, registries, folder, (realm, hash) => realms.AdoptRoster(realm.Instance, hash));

    private static async Task<IResult> Adopt(HttpContext http, IRegistries registries, DataFolder folder, Func<RealmView, string, Task<AdoptedPlaces>> adopt)
    {
        var (realm, hash) = (http.Realm(), (await http.ReadBody<AdoptBody>(AdoptBytesMax)).Value.Hash);
        try
        {
            var inFolder = new RegistryFolder(folder.Registry);
            if (!registries.Holds(hash) && inFolder.Holds(hash)) registries.Keep(hash, inFolder.FileOf(hash)); // a store that is no folder takes it over
            var places = await adopt(realm, hash);
            return JsonShapes.Answer(new PlacesInUse(places.Registry, places.Roster));
        }
        catch (ArgumentException)
        {
            return Problem.Malformed("/hash", "64 lower-case hex digits");
        }
        catch (FileNotFoundException)
        {
            return Problem.Unusable("unknown-hash", "/hash", "no such file is in the data folder");
        }
        catch (InvalidDataException damaged)
        {
            return Problem.Unusable("unreadable", "/hash", damaged.Message);
        }
        catch (InvalidOperationException refused)
        {
            return new Problem(StatusCodes.Status409Conflict, "not-importable", "realm", refused.Message);
        }
    }

    private static async Task<IResult> Persons(HttpContext http, PersonVault persons)
    {
        var realm = http.Realm();
        var body = (await http.ReadBody<PersonsBody>(PersonsBytesMax)).Value;
        if (body.People.Count > ImportWire.PersonsMax) return Problem.Malformed("/people", $"at most {ImportWire.PersonsMax}");
        for (var i = 0; i < body.People.Count; i++)
        {
            var one = body.People[i];
            if (one.Responder.Length is 0 or > ResponderCharactersMax || one.Name.Length is 0 or > PersonCharactersMax || one.Phone.Length > PersonCharactersMax)
                return Problem.Malformed($"/people/{i}", $"a responder's id, a name of 1 to {PersonCharactersMax} characters and a phone");
        }
        return JsonShapes.Answer(new PersonsAnswer(body.Keep ? await persons.Keep(realm.Instance, body.People) : persons.SubjectsOf(realm.Instance, body.People)));
    }
}
