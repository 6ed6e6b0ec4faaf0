using System.Security.Cryptography;
using System.Text.Json;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Vault;
using Microsoft.AspNetCore.Http.Features;

namespace GridActors.OpsWeb.Field;

/// <summary>A picture for the file, from whoever has the task or had it.</summary>
internal static class PhotoApi
{
    /// <summary>Bytes of a picture as it is sent.</summary>
    private const int PhotoBytesMax = 8 * 1024 * 1024;

    private const string Name = "photo";

    public static void MapPhotos(this IEndpointRouteBuilder routes) => routes.MapPost($"/api/tasks/{{taskId}}/{Name}", Add)
        .Accepts<IFormFile>("image/jpeg", "image/png", "image/webp").Produces<TaskAnswer>().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .WithSummary("A JPEG, PNG or WebP of at most 8 MB; kept reduced, without any metadata, in the vault");

    private static async Task<IResult> Add(
        HttpContext http, string taskId, TaskDoor door, TaskActs acts, IRealmSecrets secrets, IVault vault, IRealmPlaces places, TimeProvider time)
    {
        var realm = http.InventedRealm();
        var key = IdempotencyKey.Of(http);
        var (responder, deviceAt) = (One(http, "responder"), One(http, "deviceAt"));
        var device = DeviceClock.Of(deviceAt, time.GetUtcNow(), "deviceAt");
        var task = await door.Open(realm, taskId, responder); // before a byte of it is read
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = PhotoBytesMax + 1;
        var sent = await http.ReadBytes(PhotoBytesMax);
        var jpeg = await Photo.Renewed(sent, http.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant(), http.RequestAborted);

        var keys = secrets.KeysOf(realm.Instance);
        var act = new CaseAct(task.Seen, keys.PersonsCommand("", TaskActs.RouteOf(task.Task, Name), key), keys, vault, places);
        act.SignAs(task.By);
        var row = await act.Picture(jpeg);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { responder, deviceAt, sha256 = Convert.ToHexStringLower(SHA256.HashData(sent)) });
        return await acts.Send(
            http, task, act, keys.Body(CanonicalJson.Canonicalize(body)), match: null, new AddPhoto(act.By, task.Task.Number, row) { DeviceAt = device.At }, device.Says, row);
    }

    private static string One(HttpContext http, string name) =>
        http.Request.Query[name] is [{ Length: > 0 } one] ? one : throw new ProblemException(Problem.Malformed(name, "say it once, in the address"));
}
