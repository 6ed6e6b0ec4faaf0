using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GridActors.Silo.Archive;

/// <summary>Reads a table's file of an archive, a row at a time, and compares bytes, rows and checksum with the manifest when it comes to the end.</summary>
internal static class ArchiveLines
{
    /// <summary>Bytes of one line: a row's longest text and to spare.</summary>
    private const int LineBytesMax = 64 << 20;

    private const int BlockBytes = 1 << 20;

    /// <exception cref="InvalidDataException">The file is not what the manifest says.</exception>
    public static IEnumerable<ArchiveRow> Read(string archive, ArchivedFile part, ArchiveTable table)
    {
        using var file = File.OpenRead(PathOf(archive, part));
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var row = new ArchiveRow(table);
        var block = new byte[BlockBytes];
        var (held, rows, bytes) = (0, 0L, 0L);
        while (true)
        {
            if (held == block.Length) Array.Resize(ref block, held < LineBytesMax ? block.Length * 2 : throw Wrong(part, "a line is too long"));
            var read = file.Read(block, held, block.Length - held);
            if (read == 0) break;
            sum.AppendData(block, held, read);
            bytes += read;
            held += read;
            var start = 0;
            while (block.AsSpan(start, held - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                Parse(block.AsSpan(start, length), row, part, ++rows);
                yield return row;
                start += length + 1;
            }
            block.AsSpan(start, held - start).CopyTo(block);
            held -= start;
        }
        if (held > 0 || rows != part.Rows || bytes != part.Bytes || Convert.ToHexStringLower(sum.GetHashAndReset()) != part.Sha256)
            throw Wrong(part, "it is not the file that the manifest names");
    }

    /// <summary>A file of the archive; its name may not lead out of it.</summary>
    /// <exception cref="InvalidDataException">It does, or there is none.</exception>
    public static string PathOf(string archive, ArchivedFile part)
    {
        var path = Path.GetFullPath(Path.Combine(archive, part.File));
        if (!path.StartsWith(Path.GetFullPath(archive) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw Wrong(part, "it lies outside the archive");
        return File.Exists(path) ? path : throw Wrong(part, "it is missing");
    }

    public static InvalidDataException Wrong(ArchivedFile part, string what) => new($"{part.File} of the archive cannot be used: {what}. Take another copy of the archive.");

    private static void Parse(ReadOnlySpan<byte> line, ArchiveRow row, ArchivedFile part, long number)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            row.Begin();
            Expect(ref json, JsonTokenType.StartObject);
            foreach (var column in row.Table.Columns)
            {
                Expect(ref json, JsonTokenType.PropertyName);
                if (!json.ValueTextEquals(column.Encoded.EncodedUtf8Bytes)) throw new FormatException($"{column.Name} is missing");
                json.Read();
                Add(ref json, column.Kind, row);
            }
            Expect(ref json, JsonTokenType.EndObject);
            if (json.Read()) throw new FormatException("more follows");
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            throw Wrong(part, $"line {number}: {wrong.Message}");
        }
    }

    private static void Add(ref Utf8JsonReader json, ArchiveKind kind, ArchiveRow row)
    {
        if (kind == ArchiveKind.Number)
        {
            row.Add(json.GetInt64());
            return;
        }
        if (kind == ArchiveKind.Bytes && json.TokenType == JsonTokenType.Null)
        {
            row.AddNull();
            return;
        }
        if (json.TokenType != JsonTokenType.String) throw new FormatException("a text is missing");
        var room = row.Room(json.ValueSpan.Length);
        if (kind == ArchiveKind.Text) row.Added(json.CopyString(room));
        else if (kind == ArchiveKind.Hex) row.Added(Convert.FromHexString(Encoding.ASCII.GetString(json.ValueSpan), room, out _, out var hex) == default ? hex : throw new FormatException("no hex"));
        else row.Added(Base64.DecodeFromUtf8(json.ValueSpan, room, out _, out var bytes) == default ? bytes : throw new FormatException("no base64"));
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token) throw new FormatException($"{token} is missing");
    }
}
