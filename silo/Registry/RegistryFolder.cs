using GridActors.Places;

namespace GridActors.Registries;

/// <summary>
/// The registries of a data folder, in its folder <c>registry</c>, one file each, named by hash, written once and never changed. A file is complete
/// and on the disk before it has its name, so that a crash leaves either all of it or none.
/// </summary>
public sealed class RegistryFolder(string folder) : IRegistries
{
    private const int HashDigits = 64;

    /// <summary>Where a registry of this hash stands, whether or not it does.</summary>
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
        var path = PathOf(registry.Hash);
        if (!File.Exists(path)) WriteWhole(registry, path);
        return path;
    }

    void IRegistries.Keep(Registry registry) => Keep(registry);

    /// <summary>The registry of this hash, checked against it.</summary>
    /// <exception cref="FileNotFoundException">The folder has none of this hash.</exception>
    /// <exception cref="InvalidDataException">Damaged, of a newer format, or another registry under this name.</exception>
    public Registry Load(string hash)
    {
        var path = PathOf(hash);
        if (!File.Exists(path)) throw new FileNotFoundException($"The registry {hash} is not in {folder}; restore it from the backup of this district.", path);
        var registry = Read(path);
        return registry.Hash == hash ? registry : throw new InvalidDataException($"{path} holds the registry {registry.Hash}, not the one it is named after.");
    }

    private static bool IsHash(string name) => name is { Length: HashDigits } && name.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads a registry from any file.</summary>
    public static Registry Read(string path)
    {
        using var from = File.OpenRead(path);
        return Registry.Load(from);
    }

    /// <summary>Writes a registry to any path at once: a reader finds the whole file or none. A file that is there is replaced.</summary>
    public static void WriteWhole(Registry registry, string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var to = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                registry.Save(to);
                to.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished); // nothing there after the move
        }
    }
}
