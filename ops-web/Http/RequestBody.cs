using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using GridActors.Journal;

namespace GridActors.OpsWeb.Http;

/// <summary>A request's JSON, read strictly, and its bytes, by which a resend is told from another body.</summary>
internal sealed record RequestBody<T>(T Value, byte[] Utf8)
{
    /// <summary>The hash of the body's canonical form under the realm's keys.</summary>
    /// <exception cref="ProblemException">400: it has no canonical form (a number beyond a double).</exception>
    public BodyHash Hash(RealmKeys keys)
    {
        try
        {
            return keys.Body(CanonicalJson.Canonicalize(Utf8));
        }
        catch (JsonException)
        {
            throw new ProblemException(Problem.Malformed("", "this is not interoperable JSON"));
        }
    }
}

internal static class RequestBodies
{
    /// <summary>Reads at most <paramref name="bytesMax"/> bytes of JSON.</summary>
    /// <exception cref="ProblemException">413 too large, 415 not JSON, 400 malformed with the field.</exception>
    public static async ValueTask<RequestBody<T>> ReadBody<T>(this HttpContext http, int bytesMax)
    {
        if (!http.Request.HasJsonContentType()) throw new ProblemException(new(StatusCodes.Status415UnsupportedMediaType, "not-json", "Content-Type", "send application/json"));
        var utf8 = await ReadBytes(http, bytesMax);
        if (!Utf8.IsValid(utf8)) throw new ProblemException(Problem.Malformed("", "the body is not valid UTF-8"));
        if (utf8 is [0xEF, 0xBB, 0xBF, ..]) throw new ProblemException(Problem.Malformed("", "the body begins with a byte order mark"));
        try
        {
            var value = JsonSerializer.Deserialize<T>(utf8, JsonShapes.Strict) ?? throw new JsonException("an object is expected");
            return new(value, utf8);
        }
        catch (JsonException malformed)
        {
            throw new ProblemException(Problem.Malformed(Pointer(malformed.Path), "this is not the expected JSON"));
        }
    }

    /// <summary>At most so many bytes.</summary>
    /// <exception cref="ProblemException">413 too large.</exception>
    public static async ValueTask<byte[]> ReadBytes(this HttpContext http, int bytesMax)
    {
        var tooLarge = new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", Detail: $"at most {bytesMax} bytes");
        if (http.Request.ContentLength > bytesMax) throw new ProblemException(tooLarge);
        // what is rented is cleared again, so no more than was announced; a body that announces nothing may have all of it
        var room = (int)(http.Request.ContentLength ?? bytesMax) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            var read = 0;
            while (await http.Request.Body.ReadAsync(buffer.AsMemory(read, room - read), http.RequestAborted) is > 0 and var more)
            {
                read += more;
                if (read > bytesMax) throw new ProblemException(tooLarge);
            }
            return buffer.AsSpan(0, read).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // it held personal text
        }
    }

    /// <summary>A serializer's path (<c>$.place.position[0]</c>) as a JSON pointer (<c>/place/position/0</c>).</summary>
    private static string Pointer(string? path) =>
        path is null or "$" ? "" : path.TrimStart('$').Replace("['", "/", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
            .Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
}
