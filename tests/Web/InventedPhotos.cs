using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace GridActors.Tests.Web;

/// <summary>Pictures as phones and strangers send them.</summary>
internal static class InventedPhotos
{
    /// <summary>Stands in the metadata of a picture, where a phone would write where it was.</summary>
    public const string Canary = "N22.555 E113.883";

    /// <summary>A JPEG with a comment segment behind its first two bytes.</summary>
    public static byte[] JpegWithPosition(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        var bytes = jpeg.ToArray();
        var comment = Encoding.ASCII.GetBytes(Canary);
        return [.. bytes[..2], 0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. comment, .. bytes[2..]];
    }

    public static (int Width, int Height) SizeOf(byte[] picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture));
        return (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>A few bytes that claim to be a PNG of 900 million pixels.</summary>
    public static byte[] Bomb()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 30_000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 30_000);
        (header[8], header[9]) = (8, 6);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", new byte[64]), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        var framed = new byte[4 + named.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(framed, content.Length);
        named.CopyTo(framed, 4);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(4 + named.Length), Crc(named));
        return framed;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
