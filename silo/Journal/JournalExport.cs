using System.Text;
using System.Text.Json;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>
/// A partition as NDJSON, of one moment: first a line with format, instance, head and the registry's hash, then one line an entry with every column
/// under its own name; the payload as text, byte for byte.
/// </summary>
public static class JournalExport
{
    public const string Format = "gridactors-journal";
    public const int FormatVersion = 1;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the partition; answers its head's position.</summary>
    public static long Write(string instance, IStoredTables tables, Partition partition, string registryHash, Stream output)
    {
        var head = tables.Head(partition) ?? throw new InvalidDataException($"{instance} has no head of {partition.Code()}");
        using var json = new Utf8JsonWriter(output, Compact);
        WriteLine(json, output, () =>
        {
            json.WriteString("format", Format);
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("instance", instance);
            json.WriteString("partition", partition.Code());
            json.WriteNumber("position", head.Position);
            json.WriteString("hash", Convert.ToHexStringLower(head.Hash.Span));
            json.WriteString("epoch", head.Epoch);
            json.WriteString("registryHash", registryHash);
        });
        using var rows = tables.Entries(partition, after: 0);
        while (rows.Step()) WriteLine(json, output, () => WriteEntry(json, rows));
        return head.Position;
    }

    /// <summary>Writes the partition to a new file of mode 0600.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public static long WriteFile(string instance, IStoredTables tables, Partition partition, string registryHash, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var output = new FileStream(path, options);
        var position = Write(instance, tables, partition, registryHash, output);
        output.Flush(flushToDisk: true);
        return position;
    }

    private static void WriteEntry(Utf8JsonWriter json, IStoredRows row)
    {
        json.WriteString("partition", row.Utf8(0));
        json.WriteNumber("position", row.Long(1));
        json.WriteString("stream", row.Utf8(2));
        json.WriteNumber("version", row.Int(3));
        json.WriteNumber("ordinal", row.Int(4));
        json.WriteString("at", row.Utf8(5));
        json.WriteString("recordedAt", row.Utf8(6));
        json.WriteString("commandId", row.Utf8(7));
        json.WriteString("cause", row.Utf8(8));
        json.WriteNumber("tieRank", row.Int(9));
        json.WriteString("name", row.Utf8(10));
        json.WriteNumber("nameVersion", row.Int(11));
        json.WriteString("payload", row.Utf8(12));
        json.WriteString("hash", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(row.Blob(13))));
    }

    private static void WriteLine(Utf8JsonWriter json, Stream output, Action fields)
    {
        json.WriteStartObject();
        fields();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        output.WriteByte((byte)'\n');
    }
}
