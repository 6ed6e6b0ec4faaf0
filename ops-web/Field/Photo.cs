using GridActors.OpsWeb.Http;
using SkiaSharp;

namespace GridActors.OpsWeb.Field;

/// <summary>
/// A picture as it is kept: decoded, turned upright, reduced and encoded anew, so that nothing of the file it came in is left, no position and no camera. What it claims to
/// be does not count, only what it is.
/// </summary>
internal static class Photo
{
    /// <summary>Pixels of the longer side as kept.</summary>
    private const int SideMax = 1_600;

    /// <summary>Pixels of a side as sent; no phone takes more.</summary>
    private const int SentSideMax = 16_384;

    /// <summary>Pixels that are ever decoded at once, four bytes each.</summary>
    private const int DecodedPixelsMax = 25_000_000;

    private const int JpegQuality = 80;

    /// <summary>Pictures decoded at once in this process.</summary>
    private const int AtOnceMax = 2;

    private static readonly SemaphoreSlim Turn = new(AtOnceMax, AtOnceMax);

    /// <summary>The picture as JPEG.</summary>
    /// <exception cref="ProblemException">415: it is no JPEG, PNG or WebP. 422: it says that it is, and cannot be decoded, or has more pixels than anybody needs.</exception>
    public static async Task<byte[]> Renewed(byte[] sent, string? claimedType, CancellationToken cancellation)
    {
        if (!IsPicture(sent))
        {
            throw new ProblemException(claimedType is "image/jpeg" or "image/png" or "image/webp" ? NotAnImage
                : new(StatusCodes.Status415UnsupportedMediaType, "not-a-photo", "Content-Type", "send a JPEG, PNG or WebP"));
        }
        await Turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Renew(sent), cancellation);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static Problem NotAnImage => new(StatusCodes.Status422UnprocessableEntity, "not-an-image");

    private static bool IsPicture(ReadOnlySpan<byte> sent) =>
        sent.StartsWith<byte>([0xFF, 0xD8, 0xFF]) || sent.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || sent.Length > 12 && sent.StartsWith("RIFF"u8) && sent[8..].StartsWith("WEBP"u8);

    private static byte[] Renew(byte[] sent)
    {
        using var content = SKData.CreateCopy(sent);
        using var codec = SKCodec.Create(content) ?? throw new ProblemException(NotAnImage);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width is < 1 or > SentSideMax || height is < 1 or > SentSideMax) throw new ProblemException(NotAnImage);
        var scale = Math.Min(1f, (float)SideMax / Math.Max(width, height));
        var near = codec.GetScaledDimensions(scale); // a JPEG is decoded near the size that is wanted; others as they are
        if ((long)near.Width * near.Height > DecodedPixelsMax) throw new ProblemException(NotAnImage);
        using var decoded = new SKBitmap(new SKImageInfo(near.Width, near.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) != SKCodecResult.Success) throw new ProblemException(NotAnImage);

        var isTurned = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (kept, keptHigh) = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        using var surface = SKSurface.Create(new SKImageInfo(isTurned ? keptHigh : kept, isTurned ? kept : keptHigh, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Concat(Upright(codec.EncodedOrigin, kept, keptHigh));
        using var image = SKImage.FromBitmap(decoded);
        surface.Canvas.DrawImage(image, new SKRect(0, 0, kept, keptHigh), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var upright = surface.Snapshot();
        using var jpeg = upright.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return jpeg.ToArray();
    }

    /// <summary>From the way the camera was held to upright; <paramref name="w"/> and <paramref name="h"/> are those of the picture as it lies in the file.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float w, float h) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.CreateIdentity(),
    };
}
