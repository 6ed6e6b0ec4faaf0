using System.Net;
using GridActors.Registries;

namespace GridActors.Silo.Imports;

/// <summary>
/// Registries and rosters beside a running service: new ones are put into the data folder, where the service finds them; those in use are read there, or asked of the
/// service when its store is no folder.
/// </summary>
internal sealed class HeldRegistries(RegistryFolder folder, HttpClient http) : IRegistries
{
    public bool Holds(string hash) => folder.Holds(hash) || Ask(hash) is not null;

    public void Keep(string hash, ReadOnlyMemory<byte> file) => folder.Keep(hash, file);

    public byte[] FileOf(string hash) => folder.Holds(hash) ? folder.FileOf(hash) : Ask(hash) ?? throw new FileNotFoundException($"The registry {hash} is neither in the data folder nor with its service.");

    private byte[]? Ask(string hash)
    {
        try
        {
            using var answer = http.Send(new(HttpMethod.Get, $"{ImportWire.FileRoute}/{hash}"), HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode == HttpStatusCode.NotFound) return null;
            answer.EnsureSuccessStatusCode();
            using var file = new MemoryStream();
            answer.Content.ReadAsStream().CopyTo(file);
            return file.ToArray();
        }
        catch (HttpRequestException unreachable)
        {
            throw new ImportRefusedException($"The service at {http.BaseAddress} holds the data folder and does not answer an import: {unreachable.Message}", unreachable);
        }
    }
}
