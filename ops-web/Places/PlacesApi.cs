using System.Collections.Concurrent;
using System.IO.Compression;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Realms;
using Microsoft.Net.Http.Headers;

namespace GridActors.OpsWeb.Places;

/// <summary>The district's places: geometry by the registry's hash (so it may be kept for ever), and search.</summary>
internal static class PlacesApi
{
    private const int SearchHitsDefault = 10;

    private const int SearchCharactersMax = 100;

    public static IServiceCollection AddPlacesApi(this IServiceCollection services) => services.AddSingleton<GeometryFiles>();

    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/places", Summary).Produces<PlacesSummary>().WithSummary("The registry a realm works with");
        routes.MapGet("/api/places/{hash}/{file}.json", (HttpContext http, string hash, string file, GeometryFiles files) => files.Serve(http, hash, file))
            .WithSummary("Streets, communities and cells as GeoJSON; buildings as compact columns");
        routes.MapGet("/api/places/search", Search).Produces<IReadOnlyList<PlaceHit>>().WithSummary("Places by code, name, pinyin or address");
    }

    private static IResult Summary(HttpContext http, IRealmPlaces places)
    {
        var registry = places.RegistryOf(http.Realm().Instance);
        var corners = registry.Streets.Select(street => street.Shape).Append(registry.Airport.Shape).SelectMany(shape => shape.Rings[0]).ToList();
        return JsonShapes.Answer(new PlacesSummary(
            registry.Hash, registry.IsSynthetic, registry.Streets.Length, registry.Communities.Length, registry.Cells.Length, registry.Buildings.Count,
            [corners.Min(at => at.Lon), corners.Min(at => at.Lat), corners.Max(at => at.Lon), corners.Max(at => at.Lat)]));
    }

    private static IResult Search(HttpContext http, IRealmPlaces places, string q = "", int max = SearchHitsDefault)
    {
        var registry = places.RegistryOf(http.Realm().Instance);
        if (q.Length > SearchCharactersMax) return new Problem(StatusCodes.Status400BadRequest, "too-long", "q", $"at most {SearchCharactersMax} characters");
        return JsonShapes.Answer(registry.Search(q, max).Select(hit => PlaceHit.Of(hit, registry)).ToList());
    }
}

public sealed record PlacesSummary(string Hash, bool Synthetic, int Streets, int Communities, int Cells, int Buildings, double[] Bounds);

public sealed record PlaceHit(AreaId Area, AreaLevel Level, string Zh, string En, string? Address, double[]? Center)
{
    internal static PlaceHit Of(PlaceFound found, Registry registry)
    {
        var name = registry.Name(found.Id);
        var building = registry.FindBuilding(found.Id);
        var center = building?.Position ?? registry.FindCell(found.Id)?.Center ?? registry.FindCommunity(found.Id)?.Center ?? registry.FindStreet(found.Id)?.Center;
        return new(found.Id, found.Id.Level, name.Zh, name.En, building?.Address ?? found.Label, center is { } at ? [at.Lon, at.Lat] : null);
    }
}

/// <summary>The map's files, drawn once per registry and kept compressed.</summary>
internal sealed class GeometryFiles(IRealms realms, IRealmPlaces places)
{
    private static readonly IReadOnlyDictionary<string, Func<Registry, byte[]>> Drawn = new Dictionary<string, Func<Registry, byte[]>>
    {
        ["streets"] = GeometryJson.Streets,
        ["communities"] = GeometryJson.Communities,
        ["cells"] = GeometryJson.Cells,
        ["buildings"] = GeometryJson.Buildings,
    };

    private readonly ConcurrentDictionary<(string Hash, string File), Lazy<(byte[] Plain, byte[] Brotli)>> kept = new();

    public IResult Serve(HttpContext http, string hash, string file)
    {
        var registry = realms.All.Select(realm => places.RegistryOf(realm.Instance)).FirstOrDefault(registry => registry.Hash == hash);
        if (registry is null || !Drawn.TryGetValue(file, out var draw)) return Problem.NotFound;
        var (plain, brotli) = kept.GetOrAdd((hash, file), _ => new(() => Compressed(draw(registry)))).Value;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable"; // the hash is in the address
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var takesBrotli = http.Request.Headers.AcceptEncoding.Any(value => value?.Contains("br", StringComparison.Ordinal) ?? false);
        if (takesBrotli) http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(takesBrotli ? brotli : plain, "application/json", entityTag: new($"\"{hash[..16]}-{file}{(takesBrotli ? "-br" : "")}\""));
    }

    private static (byte[], byte[]) Compressed(byte[] plain)
    {
        using var into = new MemoryStream();
        using (var brotli = new BrotliStream(into, CompressionLevel.Optimal)) brotli.Write(plain);
        return (plain, into.ToArray());
    }
}
