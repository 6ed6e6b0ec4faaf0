using GridActors.OpsWeb.Http;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Keys;

/// <summary>Rotation of the key file by the process that holds the folder; <c>silo keys</c> comes here when there is one.</summary>
internal static class KeysApi
{
    private const int BodyBytesMax = 1024;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/keys/rotate", Rotate).Produces<KeysAnswer>().WithSummary("A new generation of the key file; everything stored is re-wrapped by it");
        routes.MapPost("/api/keys/destroy-retired", DestroyRetired).Accepts<DestroyBody>("application/json").Produces<KeysAnswer>()
            .WithSummary("Destroys generations retired long ago, and with them what backups from before can be read of");
    }

    private static async Task<IResult> Rotate(HttpContext http, KeyRotation rotation, ServedFolder served)
    {
        await rotation.Rotate(http.RequestAborted);
        return JsonShapes.Answer(KeysAnswer.Of(served.Keys));
    }

    private static async Task<IResult> DestroyRetired(HttpContext http, KeyRotation rotation, ServedFolder served)
    {
        var body = (await http.ReadBody<DestroyBody>(BodyBytesMax)).Value;
        if (body.OlderThanDays is < KeyRotation.KeptDaysMin or > KeyRotation.KeptDaysMax)
            return Problem.Malformed("/olderThanDays", $"{KeyRotation.KeptDaysMin} to {KeyRotation.KeptDaysMax}");
        try
        {
            await rotation.DestroyRetired(TimeSpan.FromDays(body.OlderThanDays), http.RequestAborted);
        }
        catch (FolderRefusedException refused)
        {
            return new Problem(StatusCodes.Status409Conflict, "refused", Detail: refused.Message);
        }
        return JsonShapes.Answer(KeysAnswer.Of(served.Keys));
    }
}

public sealed record DestroyBody(int OlderThanDays);

/// <param name="Current">The generation that wraps from now on.</param>
/// <param name="Generations">All that still unwrap.</param>
public sealed record KeysAnswer(int Current, IReadOnlyList<int> Generations)
{
    internal static KeysAnswer Of(KeyFile keys) => new(keys.Current, [.. keys.Generations]);
}
