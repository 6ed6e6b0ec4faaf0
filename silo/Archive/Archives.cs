using GridActors.Journal;
using GridActors.Places;
using GridActors.Realms;
using GridActors.Registries;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Archive;

/// <summary>What was written into an archive, or found in it.</summary>
public sealed record ArchiveTold(ArchiveManifest Manifest, long Rows, long Bytes);

/// <summary>
/// An archive is a folder with a district or some of its realm instances in it: a manifest, the registries, and for each instance one NDJSON file a table. It is no
/// store's own format: what was taken from SQLite can be put into PostgreSQL, and back. Rows pass one at a time, so its size does not matter.
/// </summary>
public static class Archives
{
    private const string RegistryFolderName = "registry";

    private static readonly int GenerationColumn = ArchiveTable.CaseKeys.ColumnOf("keyGeneration");

    private static readonly int NameColumn = ArchiveTable.Entries.ColumnOf("name"), NameVersionColumn = ArchiveTable.Entries.ColumnOf("nameVersion"), PayloadColumn = ArchiveTable.Entries.ColumnOf("payload");

    /// <summary>Writes the source, or the given instances of it, into a new folder.</summary>
    /// <exception cref="IOException">The folder is there and not empty.</exception>
    public static ArchiveTold Write(IArchiveSource source, string archive, IReadOnlyCollection<string>? only = null, CancellationToken cancellation = default)
    {
        archive = Path.GetFullPath(archive);
        if (Directory.Exists(archive) && Directory.EnumerateFileSystemEntries(archive).Any()) throw new IOException($"{archive} is not empty: each archive has a folder of its own.");
        PrivateFiles.CreateFolder(archive);
        PrivateFiles.Close(archive);
        var taken = source.District.Instances.Where(one => only is null || only.Contains(one.Instance)).ToList();
        var (generations, adopted) = (taken.Select(one => one.KeyGeneration).ToHashSet(), taken.Select(one => one.RegistryHash).Where(hash => hash.Length > 0).ToHashSet());
        var instances = taken.Select(one => one with { Tables = WriteTables(source, one.Instance, archive, generations, adopted, cancellation) }).ToList();
        PrivateFiles.CreateFolder(Path.Combine(archive, RegistryFolderName));
        var registries = source.Registries.Where(hash => only is null || adopted.Contains(hash)).Order(StringComparer.Ordinal).ToList();
        foreach (var hash in registries) RegistriesIn(archive).Keep(hash, Checked(hash, source.FileOf(hash)));
        var manifest = source.District with
        {
            IsWholeDistrict = only is null,
            Instances = instances,
            Names = [.. source.District.Names.Where(name => instances.Any(one => one.Name == name.Name) || only is null)],
            Dropped = only is null ? source.District.Dropped : [],
            KeyGenerations = [.. generations.Order()],
            Registries = registries,
        };
        manifest.Save(archive);
        PrivateFiles.SyncFolder(Path.GetDirectoryName(archive)!);
        return Told(manifest);
    }

    /// <summary>Reads all of an archive: every checksum, every row, every chain of hashes.</summary>
    /// <exception cref="InvalidDataException">Something is not as the manifest says, or the rows do not agree; the message names the file.</exception>
    public static ArchiveTold Verify(string archive, Action<string, ArchiveRow>? eachRow = null, CancellationToken cancellation = default)
    {
        var manifest = ArchiveManifest.Load(archive);
        foreach (var hash in manifest.Registries) RegistryFileOf(archive, hash);
        foreach (var instance in manifest.Instances)
        {
            if (instance.RegistryHash.Length > 0 && !manifest.Registries.Contains(instance.RegistryHash))
                throw new InvalidDataException($"The archive lacks the registry of {instance.Instance}.");
            foreach (var table in ArchiveTable.All)
                foreach (var row in Rows(archive, instance, table))
                {
                    cancellation.ThrowIfCancellationRequested();
                    eachRow?.Invoke(instance.Instance, row);
                }
        }
        return Told(manifest);
    }

    /// <summary>A table's rows, the entries with their chain checked.</summary>
    internal static IEnumerable<ArchiveRow> Rows(string archive, ArchivedInstance instance, ArchiveTable table)
    {
        var part = instance.Tables.FirstOrDefault(one => one.File == $"{instance.Instance}/{table.FileName}") ?? throw new InvalidDataException($"The archive lacks the table {table.Name} of {instance.Instance}.");
        var rows = ArchiveLines.Read(archive, part, table);
        return table == ArchiveTable.Entries ? ArchiveChain.Checked(instance, rows) : rows;
    }

    /// <summary>A registry or roster of the archive, checked to be the one it is named after.</summary>
    internal static byte[] RegistryFileOf(string archive, string hash) => Checked(hash, RegistriesIn(archive).FileOf(hash));

    private static RegistryFolder RegistriesIn(string archive) => new(Path.Combine(archive, RegistryFolderName));

    private static byte[] Checked(string hash, byte[] file) =>
        PlacesFile.HashOf(file) == hash ? file : throw new InvalidDataException($"What is kept as {hash} is another registry or roster.");

    private static List<ArchivedFile> WriteTables(IArchiveSource source, string instance, string archive, HashSet<int> generations, HashSet<string> adopted, CancellationToken cancellation)
    {
        PrivateFiles.CreateFolder(Path.Combine(archive, instance));
        var written = new List<ArchivedFile>();
        foreach (var table in ArchiveTable.All)
        {
            using var part = new ArchivePart(archive, $"{instance}/{table.FileName}", table);
            foreach (var row in source.Read(instance, table))
            {
                cancellation.ThrowIfCancellationRequested();
                part.Write(row);
                if (table == ArchiveTable.CaseKeys) generations.Add((int)row.Number(GenerationColumn));
                if (table == ArchiveTable.Entries && row.Bytes(NameColumn).EndsWith("-adopted"u8)) AddAdopted(row, adopted);
            }
            written.Add(part.Finish());
        }
        PrivateFiles.SyncFolder(Path.Combine(archive, instance));
        return written;
    }

    /// <summary>The registry or roster that a realm began to work with: it goes wherever the realm goes.</summary>
    private static void AddAdopted(ArchiveRow row, HashSet<string> adopted)
    {
        switch (EventCodec.Decode(row.Text(NameColumn), (int)row.Number(NameVersionColumn), row.Text(PayloadColumn)))
        {
            case RegistryAdopted registry:
                adopted.Add(registry.Hash);
                break;
            case RosterAdopted roster:
                adopted.Add(roster.Hash);
                break;
        }
    }

    private static ArchiveTold Told(ArchiveManifest manifest)
    {
        var files = manifest.Instances.SelectMany(one => one.Tables).ToList();
        return new(manifest, files.Sum(file => file.Rows), files.Sum(file => file.Bytes));
    }
}
