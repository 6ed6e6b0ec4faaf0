using System.Security.Cryptography;

namespace GridActors.Places;

/// <summary>
/// What registries and rosters have in common on disk: eight bytes that tell the kind, a format version (int32, little-endian), the content, and SHA-256 of
/// everything before, which is the file's name for ever.
/// </summary>
public static class PlacesFile
{
    /// <summary>Bytes before the content.</summary>
    internal const int HeadBytes = 8 + sizeof(int);

    /// <summary>The name of a registry's or roster's file: 64 lower-case hex digits.</summary>
    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    public static string HashOf(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(RegistryFile.Magic) && !file.StartsWith(RosterFile.Magic)) throw new InvalidDataException("This is neither a registry's file nor a roster's.");
        return Checked(file, file.StartsWith(RosterFile.Magic) ? "roster" : "registry");
    }

    /// <exception cref="InvalidDataException">The content does not match its SHA-256.</exception>
    internal static string Checked(ReadOnlySpan<byte> file, string kind)
    {
        var body = file.Length - SHA256.HashSizeInBytes;
        if (body < HeadBytes || !SHA256.HashData(file[..body]).AsSpan().SequenceEqual(file[body..]))
            throw new InvalidDataException($"The {kind} file is damaged: its content does not match its SHA-256.");
        return Convert.ToHexStringLower(file[body..]);
    }
}
