using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Archive;

/// <summary>A file of an archive as its manifest names it.</summary>
/// <param name="File">Relative to the archive, with forward slashes.</param>
public sealed record ArchivedFile(string File, long Bytes, string Sha256)
{
    /// <summary>Lines of a table; 0 for other files.</summary>
    public long Rows { get; init; }
}

/// <summary>Writes one table as NDJSON: a line a row, every column under its own name, in their order.</summary>
internal sealed class ArchivePart : IDisposable
{
    private const int WrittenBytesMax = 256 * 1024;

    /// <summary>Bytes after which a file is made durable while it is written: one great flush at the end would hold up the journal on the same disk.</summary>
    private const int FlushedBytesMax = 8 << 20;

    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArchiveTable table;
    private readonly string name;
    private readonly FileStream file;
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> buffer = new(2 * WrittenBytesMax);
    private readonly Utf8JsonWriter json;
    private long rows, bytes, flushed;

    /// <param name="archive">The archive's folder; the file must not be there.</param>
    /// <param name="name">The file's name in it.</param>
    public ArchivePart(string archive, string name, ArchiveTable table)
    {
        (this.table, this.name) = (table, name);
        file = PrivateFiles.Open(Path.Combine(archive, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        json = new(buffer, Compact);
    }

    public void Write(ArchiveRow row)
    {
        json.WriteStartObject();
        for (var column = 0; column < table.Columns.Length; column++) Write(table.Columns[column], row, column);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
        rows++;
        if (buffer.WrittenCount >= WrittenBytesMax) Spill();
    }

    /// <summary>The file is durable and can be named in the manifest.</summary>
    public ArchivedFile Finish()
    {
        Spill();
        file.Flush(flushToDisk: true);
        return new(name, bytes, Convert.ToHexStringLower(sum.GetHashAndReset())) { Rows = rows };
    }

    public void Dispose()
    {
        json.Dispose();
        sum.Dispose();
        file.Dispose();
    }

    private void Write(ArchiveColumn column, ArchiveRow row, int at)
    {
        if (column.Kind == ArchiveKind.Number) json.WriteNumber(column.Encoded, row.Number(at));
        else if (row.IsNull(at)) json.WriteNull(column.Encoded);
        else if (column.Kind == ArchiveKind.Text) json.WriteString(column.Encoded, row.Bytes(at));
        else if (column.Kind == ArchiveKind.Bytes) json.WriteBase64String(column.Encoded, row.Bytes(at));
        else
        {
            Span<byte> hex = stackalloc byte[row.Bytes(at).Length * 2];
            Convert.TryToHexStringLower(row.Bytes(at), hex, out _);
            json.WriteString(column.Encoded, hex);
        }
    }

    private void Spill()
    {
        file.Write(buffer.WrittenSpan);
        sum.AppendData(buffer.WrittenSpan);
        bytes += buffer.WrittenCount;
        buffer.ResetWrittenCount();
        if (bytes - flushed < FlushedBytesMax) return;
        file.Flush(flushToDisk: true);
        flushed = bytes;
    }
}
