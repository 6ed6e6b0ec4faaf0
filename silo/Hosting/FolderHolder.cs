using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Silo.Hosting;

/// <summary>A district opened by a command while nothing serves it: its folder held, the journals that were asked for open.</summary>
public sealed record OpenedDistrict(ServedFolder Files, IJournalStore Journals);

/// <summary>What changes a district is done by the process that holds its folder, over HTTP, or by the command itself when nobody does.</summary>
public static class FolderHolder
{
    /// <summary>For the longest thing that is asked: re-wrapping every key of a large district.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(10);

    /// <param name="path">The holder's route, with its query.</param>
    /// <param name="body">Its body, or null.</param>
    /// <param name="realms">The realms that the command needs open when it acts itself; null: all.</param>
    /// <param name="act">What it does then; answers what the route would have answered.</param>
    /// <exception cref="FolderRefusedException">The holder has no address, or refused.</exception>
    public static async Task<JsonNode> Do(
        ArchivePlace place, string path, JsonNode? body, IReadOnlyCollection<string>? realms, Func<OpenedDistrict, Task<JsonNode>> act, CancellationToken cancellation)
    {
        if (FolderLock.IsHeld(place.Folder, out var owner)) return await Ask(owner, place.Folder, path, body, cancellation);
        if (!Directory.Exists(place.Folder.Root)) throw new FolderRefusedException($"There is no district in {place.Folder.Root}. Name its folder: --data DIR.");
        await place.Store.Prepare(TimeProvider.System);
        using var files = ServedFolder.Open(place.Store.FolderOf(place.Folder), place.Store, "", TimeProvider.System, NullLogger.Instance);
        await using var journals = files.Store.OpenJournals(TimeProvider.System, NullLoggerFactory.Instance);
        var wanted = files.Control.Instances().Where(one => realms is null || realms.Contains(one.Instance) || realms.Contains(one.Name) && one.IsCurrent).ToList();
        if (realms is not null && wanted.Count == 0) throw new FolderRefusedException($"There is no realm {string.Join(", ", realms)}; there are {string.Join(", ", files.Control.Instances().Select(one => one.Instance))}.");
        foreach (var one in wanted) await files.OpenJournal(journals, one.Instance);
        var answer = await act(new(files, journals));
        new HeadsKeeper(files.Heads, journals, () => journals.Instances, TimeProvider.System, NullLogger<HeadsKeeper>.Instance).Save();
        return answer;
    }

    private static async Task<JsonNode> Ask(LockOwner? owner, DataFolder folder, string path, JsonNode? body, CancellationToken cancellation)
    {
        if (owner is not { Url.Length: > 0 }) throw new FolderHeldException(folder.Root, owner);
        using HttpClient http = new() { BaseAddress = new(owner.Url), Timeout = AnswerWithin };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (!answer.IsSuccessStatusCode) throw new FolderRefusedException($"{owner.Url} refused: {(int)answer.StatusCode} {text}");
            return JsonNode.Parse(text) ?? throw new FolderRefusedException($"{owner.Url} answered nothing.");
        }
        catch (HttpRequestException unreachable)
        {
            throw new FolderRefusedException($"Process {owner.Pid} holds {folder.Root} and does not answer at {owner.Url}: {unreachable.Message}", unreachable);
        }
    }
}
