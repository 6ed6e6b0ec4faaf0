using System.Buffers.Binary;
using System.Text;

namespace GridActors.Silo.Vault;

/// <summary>What a ciphertext is bound to (its associated data): fields, each as its UTF-8 length in 4 bytes, most significant first, and its bytes.</summary>
internal static class BoundTo
{
    /// <summary>Bytes that fit on the stack; every id of ours does.</summary>
    internal const int BytesOnStackMax = 512;

    internal static int Length(params ReadOnlySpan<string> fields)
    {
        var length = 0;
        foreach (var field in fields) length += sizeof(int) + Encoding.UTF8.GetByteCount(field);
        return length;
    }

    internal static void Write(Span<byte> into, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            var written = Encoding.UTF8.GetBytes(field, into[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(into, written);
            into = into[(sizeof(int) + written)..];
        }
    }
}
