using System.Net.Http.Json;
using System.Text.Json;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Imports;

/// <summary>A realm whose data folder a running service holds: files are put into the folder, everything else is asked of the service over loopback HTTP.</summary>
internal sealed class HeldRealm : IImportDoor
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http;
    private readonly string realm;
    private ImportState state;

    private HeldRealm(HttpClient http, string realm, DataFolder folder, ImportState state) =>
        (this.http, this.realm, Files, this.state) = (http, realm, new HeldRegistries(new(folder.Registry), http), state);

    /// <exception cref="ImportRefusedException">The holder serves no address, or its service does not answer as it should.</exception>
    public static async Task<HeldRealm> Open(DataFolder folder, LockOwner? owner, string realm)
    {
        if (owner is null || !Uri.TryCreate(owner.Url, UriKind.Absolute, out var url) || !url.IsLoopback)
            throw new ImportRefusedException(owner is null
                ? $"The data folder {folder.Root} is in use by another process. Stop it, then import."
                : $"The data folder {folder.Root} is in use by process {owner.Pid}, which serves no address on this machine. Stop it (kill {owner.Pid}), then import.");
        var http = new HttpClient { BaseAddress = url };
        try
        {
            return new(http, realm, folder, await Asked(http, $"{ImportWire.StateRoute}?realm={Uri.EscapeDataString(realm)}", body: null, (ImportState?)null));
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    public PlacesInUse InUse => new(state.Registry, state.Roster);

    public IRegistries Files { get; }

    public Task<IReadOnlyDictionary<AreaId, int>> OpenCases() =>
        Task.FromResult<IReadOnlyDictionary<AreaId, int>>(state.OpenCases.ToDictionary(area => new AreaId(area.Key), area => area.Value));

    public async Task<IReadOnlyList<string?>> Persons(IReadOnlyList<NamedPerson> people, bool keep)
    {
        var subjects = new List<string?>(people.Count);
        foreach (var some in people.Chunk(ImportWire.PersonsMax))
        {
            var answer = await Asked(http, Route(ImportWire.PersonsRoute), new PersonsBody(keep, some), (PersonsAnswer?)null);
            if (answer.Subjects.Count != some.Length) throw new ImportRefusedException("The service answered for another number of people.");
            subjects.AddRange(answer.Subjects);
        }
        return subjects;
    }

    public async Task AdoptRegistry(string hash) => InUseIs(await Asked(http, Route(ImportWire.RegistryRoute), new AdoptBody(hash), (PlacesInUse?)null));

    public async Task AdoptRoster(string hash) => InUseIs(await Asked(http, Route(ImportWire.RosterRoute), new AdoptBody(hash), (PlacesInUse?)null));

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Route(string route) => $"{route}?realm={Uri.EscapeDataString(realm)}";

    private void InUseIs(PlacesInUse now) => state = state with { Registry = now.Registry!, Roster = now.Roster };

    private static async Task<T> Asked<T>(HttpClient http, string route, object? body, T? shape) where T : class
    {
        try
        {
            using var answer = body is null ? await http.GetAsync(route) : await http.PostAsync(route, JsonContent.Create(body, body.GetType(), options: Json));
            if (!answer.IsSuccessStatusCode) throw new ImportRefusedException($"The service at {http.BaseAddress} refuses: {await ReasonOf(answer)}");
            return await answer.Content.ReadFromJsonAsync<T>(Json) ?? throw new ImportRefusedException($"The service at {http.BaseAddress} answers nothing to {route}.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new ImportRefusedException($"The service at {http.BaseAddress} holds the data folder and does not answer an import: {unreachable.Message}", unreachable);
        }
    }

    private static async Task<string> ReasonOf(HttpResponseMessage answer)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Json);
            return string.Join(" · ", ((string[])["code", "detail"]).Select(name => problem.TryGetProperty(name, out var text) ? text.GetString() : null).OfType<string>());
        }
        catch (JsonException)
        {
            return $"status {(int)answer.StatusCode}";
        }
    }
}
