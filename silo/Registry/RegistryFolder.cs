using GridActors.Places;
using GridActors.Silo.Folder;

namespace GridActors.Registries;

/// <summary>
/// The registries and rosters of a data folder, in its folder <c>registry</c>, one file each, named by hash, written once and never changed. A file is complete
/// and on the disk before it has its name, so that a crash leaves either all of it or none.
/// </summary>
public sealed class RegistryFolder(string folder) : IRegistries
{
    private const int HashDigits = 64;

    /// <summary>Where a file of this hash stands, whether or not it does.</summary>
    public string PathOf(string hash) => IsHash(hash)
        ? Path.Combine(folder, hash)
        : throw new ArgumentException("A registry's name is 64 lower-case hex digits.", nameof(hash));

    /// <summary>The registries of a folder, by hash; none where there is no such folder.</summary>
    public static IReadOnlyList<string> HashesIn(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(IsHash).Order(StringComparer.Ordinal)];

    public bool Holds(string hash) => File.Exists(PathOf(hash));

    /// <summary>Keeps the registry; one that is already there is left as it is. Answers its path.</summary>
    public string Keep(Registry registry)
    {
        Keep(registry.Hash, registry.File);
        return PathOf(registry.Hash);
    }

    public void Keep(string hash, ReadOnlyMemory<byte> file)
    {
        if (!Holds(hash)) WriteWhole(file, PathOf(hash));
    }

    public byte[] FileOf(string hash)
    {
        var path = PathOf(hash);
        if (!File.Exists(path)) throw new FileNotFoundException($"The registry {hash} is not in {folder}; restore it from the backup of this district.", path);
        return File.ReadAllBytes(path);
    }

    private static bool IsHash(string name) => name is { Length: HashDigits } && name.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads a registry from any file.</summary>
    /// <exception cref="InvalidDataException">Not a registry, damaged, or of a newer format.</exception>
    public static Registry Read(string path) => Registry.Load(File.ReadAllBytes(path));

    /// <summary>Writes a file to any path at once: a reader finds the whole file or none. A file that is there is replaced.</summary>
    public static void WriteWhole(ReadOnlyMemory<byte> file, string path)
    {
        path = Path.GetFullPath(path);
        var inFolder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(inFolder);
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var to = PrivateFiles.Open(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                to.Write(file.Span);
                to.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
            PrivateFiles.SyncFolder(inFolder);
        }
        finally
        {
            File.Delete(unfinished); // nothing there after the move
        }
    }
}
