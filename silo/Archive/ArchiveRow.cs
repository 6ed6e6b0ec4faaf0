using System.Text;

namespace GridActors.Silo.Archive;

/// <summary>One row on its way from a store to a file or back. The object is used again for the next row: nobody keeps it.</summary>
public sealed class ArchiveRow(ArchiveTable table)
{
    private const int NoValue = -1;

    private readonly (int Start, int Length)[] columns = new (int, int)[table.Columns.Length];
    private readonly long[] numbers = new long[table.Columns.Length];
    private byte[] buffer = new byte[1024];
    private int length, count;

    public ArchiveTable Table => table;

    public bool IsWhole => count == columns.Length;

    public void Begin() => (length, count) = (0, 0);

    /// <summary>The next column's text or bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Added(bytes.Length);
    }

    public void Add(string text) => Added(Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void Add(long number)
    {
        numbers[count] = number;
        columns[count++] = (0, 0);
    }

    public void AddNull() => columns[count++] = (0, NoValue);

    /// <summary>Room for the next column's bytes; tell with <see cref="Added"/> how many there were.</summary>
    public Span<byte> Room(int bytes)
    {
        if (length + bytes > buffer.Length) Array.Resize(ref buffer, Math.Max(length + bytes, buffer.Length * 2));
        return buffer.AsSpan(length);
    }

    public void Added(int bytes)
    {
        columns[count++] = (length, bytes);
        length += bytes;
    }

    /// <summary>Takes a column's value away.</summary>
    public void Empty(int column) => columns[column] = (0, NoValue);

    public void Set(int column, long number) => numbers[column] = number;

    public bool IsNull(int column) => columns[column].Length == NoValue;

    /// <summary>A column's text or bytes; empty where there are none.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => IsNull(column) ? [] : buffer.AsSpan(columns[column].Start, columns[column].Length);

    public ReadOnlyMemory<byte> Memory(int column) => buffer.AsMemory(columns[column].Start, columns[column].Length);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public long Number(int column) => numbers[column];
}
