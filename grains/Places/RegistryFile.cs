using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GridActors.Places;

/// <summary>
/// The registry's file: <c>GRIDREG</c> and a zero byte, the format version (int32), the content, and SHA-256 of everything before it.
/// Little-endian; texts as .NET length-prefixed UTF-8; coordinates in millionths of a degree; columns as length and raw numbers.
/// </summary>
internal static class RegistryFile
{
    public const int FormatVersion = 1;

    /// <summary>Streets, communities, cells, vertices, buildings: nothing in a district is more numerous than this.</summary>
    private const int CountMax = 10_000_000;

    internal static ReadOnlySpan<byte> Magic => "GRIDREG\0"u8;

    public static string HashOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(file[^SHA256.HashSizeInBytes..]);

    public static byte[] Encode(RegistryContent content)
    {
        using var bytes = new MemoryStream(64 * content.Buildings.Count + 512 * content.Cells.Length);
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write(Magic);
        to.Write(FormatVersion);
        to.Write(content.IsSynthetic);
        to.Write(content.Seed);
        WriteAll(to, content.Streets, s => { to.Write(s.Id.Code); to.Write(s.FullZh); to.Write(s.En); Write(to, s.Center); Write(to, s.Shape); });
        WriteAll(to, content.Communities, c => { to.Write(c.Id.Code); to.Write(c.FullZh); to.Write(c.En); Write(to, c.Center); Write(to, c.Shape); });
        WriteAll(to, content.Cells, c => { to.Write(c.Id.Code); Write(to, c.Center); Write(to, c.Shape); });
        var airport = content.Airport;
        to.Write(airport.Id.Code);
        to.Write(airport.Zh);
        to.Write(airport.En);
        Write(to, airport.Center);
        Write(to, airport.Shape);
        WriteAll(to, content.Labels, l => { to.Write(l.Zh); to.Write(l.En); Write(to, l.Position); });
        var buildings = content.Buildings;
        Write<int>(to, buildings.FirstOfCell);
        Write<ushort>(to, buildings.Ordinal);
        Write<int>(to, buildings.Lon);
        Write<int>(to, buildings.Lat);
        Write<byte>(to, buildings.Floors);
        Write<ushort>(to, buildings.Households);
        Write<int>(to, buildings.AddressStart);
        Write<byte>(to, buildings.AddressText);
        to.Flush();
        bytes.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a registry, damaged, or of a newer format.</exception>
    public static RegistryContent Decode(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Magic) || file.Length < Magic.Length + sizeof(int) + SHA256.HashSizeInBytes)
            throw new InvalidDataException("This is not a registry file.");
        var version = BitConverter.ToInt32(file, Magic.Length);
        if (version > FormatVersion)
            throw new InvalidDataException($"The registry has format {version}; this program reads up to {FormatVersion}. Use a newer program.");
        var body = file.Length - SHA256.HashSizeInBytes;
        PlacesFile.Checked(file, "registry");
        using var from = new BinaryReader(new MemoryStream(file, 0, body), Encoding.UTF8);
        from.BaseStream.Position = Magic.Length + sizeof(int);
        try
        {
            return Read(from);
        }
        catch (Exception broken) when (broken is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("The registry file is damaged: it ends too early or holds impossible values.", broken);
        }
    }

    private static RegistryContent Read(BinaryReader from) => new(
        from.ReadBoolean(),
        from.ReadInt32(),
        ReadAll(from, () => new Street(new(from.ReadString()), from.ReadString(), from.ReadString(), ReadPosition(from), ReadShape(from))),
        ReadAll(from, () => new Community(new(from.ReadString()), from.ReadString(), from.ReadString(), ReadPosition(from), ReadShape(from))),
        ReadAll(from, () => new Cell(new(from.ReadString()), ReadPosition(from), ReadShape(from))),
        new AirportArea(new(from.ReadString()), from.ReadString(), from.ReadString(), ReadPosition(from), ReadShape(from)),
        ReadAll(from, () => new MapLabel(from.ReadString(), from.ReadString(), ReadPosition(from))),
        new BuildingTable
        {
            FirstOfCell = ReadColumn<int>(from),
            Ordinal = ReadColumn<ushort>(from),
            Lon = ReadColumn<int>(from),
            Lat = ReadColumn<int>(from),
            Floors = ReadColumn<byte>(from),
            Households = ReadColumn<ushort>(from),
            AddressStart = ReadColumn<int>(from),
            AddressText = ReadColumn<byte>(from),
        });

    private static void WriteAll<T>(BinaryWriter to, ImmutableArray<T> all, Action<T> write)
    {
        to.Write(all.Length);
        foreach (var one in all) write(one);
    }

    private static void Write(BinaryWriter to, LonLat position)
    {
        to.Write(position.MicroLon);
        to.Write(position.MicroLat);
    }

    private static void Write(BinaryWriter to, Shape shape) => WriteAll(to, shape.Rings, ring => WriteAll(to, ring, p => Write(to, p)));

    private static void Write<T>(BinaryWriter to, ReadOnlySpan<T> column) where T : unmanaged
    {
        to.Write(column.Length);
        to.Write(MemoryMarshal.AsBytes(column));
    }

    private static int ReadCount(BinaryReader from)
    {
        var count = from.ReadInt32();
        return count is >= 0 and <= CountMax ? count : throw new FormatException($"{count} entries");
    }

    private static ImmutableArray<T> ReadAll<T>(BinaryReader from, Func<T> read)
    {
        var all = new T[ReadCount(from)];
        for (var i = 0; i < all.Length; i++) all[i] = read();
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    private static LonLat ReadPosition(BinaryReader from) => LonLat.OfMicro(from.ReadInt32(), from.ReadInt32());

    private static Shape ReadShape(BinaryReader from) => new(ReadAll(from, () => ReadAll(from, () => ReadPosition(from))));

    private static T[] ReadColumn<T>(BinaryReader from) where T : unmanaged
    {
        var column = new T[ReadCount(from)];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(column.AsSpan()));
        return column;
    }
}
