using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GridActors.Silo.Journal;

/// <summary>
/// One journal row as the bytes that are hashed: the previous row's hash (32 raw bytes), then the instance and each column, each as the length of its
/// UTF-8 (4 bytes, most significant first) and its UTF-8 (docs/journal-format.md). The buffer is reused from row to row; a store
/// may bind the columns from it.
/// </summary>
internal sealed class RowBytes
{
    public const int HashBytes = 32;

    /// <summary>The columns that are hashed after the instance, in this order.</summary>
    public const string HashedColumns =
        "partition, position, stream, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload";

    public const int HashedColumnCount = 13;

    private const int NumberBytesMax = 20;

    private readonly (int Start, int Length)[] columns = new (int, int)[HashedColumnCount + 1];
    private byte[] buffer = new byte[1024];
    private int length, count;

    /// <summary>What stands before the first row of a partition: 32 zero bytes.</summary>
    public static ReadOnlySpan<byte> NoHash => new byte[HashBytes];

    public void Begin(ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> instance)
    {
        previousHash.CopyTo(buffer);
        (length, count) = (HashBytes, 0);
        Add(instance);
    }

    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Added(utf8.Length);
    }

    public void Add(string text) => Added(Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(NumberBytesMax), out var written);
        Added(written);
    }

    /// <summary>A column's bytes, 0 = the instance; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Column(int index) => buffer.AsSpan(columns[index].Start, columns[index].Length);

    /// <summary>Hashes what was added into 32 bytes.</summary>
    public void Hash(Span<byte> hash) => SHA256.HashData(buffer.AsSpan(0, length), hash);

    private Span<byte> Room(int bytes)
    {
        var needed = length + sizeof(int) + bytes;
        if (needed > buffer.Length) Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        return buffer.AsSpan(length + sizeof(int));
    }

    private void Added(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(length), bytes);
        columns[count++] = (length + sizeof(int), bytes);
        length += sizeof(int) + bytes;
    }
}
