using GridActors.Journal;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Archive;

/// <summary>A data folder on SQLite, read beside its service or without one: a reading transaction on each journal, all begun before anything is read.</summary>
public sealed class FolderSource : IArchiveSource
{
    /// <summary>Tries to find a moment in which no instance was made, dropped or re-keyed.</summary>
    private const int TriesMax = 5;

    /// <summary>Memory for the pages of one journal that is read.</summary>
    private const int PageCacheKiB = 64 * 1024;

    private readonly DataFolder folder;
    private readonly Dictionary<string, SqliteFile> journals;

    private FolderSource(DataFolder folder, ArchiveManifest district, Dictionary<string, SqliteFile> journals) => (this.folder, District, this.journals) = (folder, district, journals);

    public ArchiveManifest District { get; }

    public IReadOnlyList<string> Registries => RegistryFolder.HashesIn(folder.Registry);

    /// <exception cref="FolderRefusedException">There is no district, or not of this build's format.</exception>
    /// <exception cref="JournalUnavailableException">A journal cannot be read now.</exception>
    public static FolderSource Open(DataFolder folder, TimeProvider time)
    {
        for (var tries = 1; ; tries++)
        {
            var before = ControlOf(folder);
            var journals = new Dictionary<string, SqliteFile>();
            try
            {
                var instances = before.Instances.Where(one => one.IsCurrent || File.Exists(folder.Journal(one.Instance))).ToList();
                foreach (var one in instances) journals.Add(one.Instance, Begin(folder, one.Instance));
                instances = [.. instances.Select(one => one with { Heads = HeadsOf(new(journals[one.Instance])) })];
                if (Same(before, ControlOf(folder)))
                {
                    ArchiveManifest district = new(ArchiveManifest.FormatName, ArchiveManifest.ThisVersion, Instants.Text(time.GetUtcNow()), instances) { Names = before.Names, Dropped = before.Dropped };
                    return new(folder, district, journals);
                }
            }
            catch (Exception failure) when (failure is SqliteFailureException or InvalidDataException)
            {
                if (tries == TriesMax) throw new JournalUnavailableException($"a journal of {folder.Root} cannot be read: {failure.Message}", failure);
            }
            catch
            {
                foreach (var journal in journals.Values) journal.Dispose();
                throw;
            }
            foreach (var journal in journals.Values) journal.Dispose();
            if (tries == TriesMax) throw new JournalUnavailableException($"instances of {folder.Root} are being made or dropped all the time; try again");
        }
    }

    public IEnumerable<ArchiveRow> Read(string instance, ArchiveTable table)
    {
        var row = new ArchiveRow(table);
        foreach (var query in SqliteArchive.QueriesOf(table))
        {
            using var rows = journals[instance].Prepare(query);
            while (rows.Step())
            {
                row.Begin();
                for (var column = 0; column < table.Columns.Length; column++)
                    if (table.Columns[column].Kind == ArchiveKind.Number) row.Add(rows.Long(column));
                    else if (rows.IsNull(column)) row.AddNull();
                    else row.Add(rows.Utf8(column));
                yield return row;
            }
        }
    }

    public byte[] FileOf(string hash) => new RegistryFolder(folder.Registry).FileOf(hash);

    public void Dispose()
    {
        foreach (var journal in journals.Values) journal.Dispose();
    }

    private static SqliteFile Begin(DataFolder folder, string instance)
    {
        if (!File.Exists(folder.Journal(instance))) throw new InvalidDataException($"{folder.Journal(instance)} is missing");
        var file = SqliteFile.ForReading(folder.Journal(instance));
        try
        {
            file.Execute($"PRAGMA mmap_size = 0; PRAGMA cache_size = -{PageCacheKiB}; BEGIN");
            JournalFormat.Require(file, folder.Journal(instance)); // the first read begins the transaction
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static List<ArchivedHead> HeadsOf(SqliteTables tables) => [.. ((ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed]).ToArray().Select(partition =>
        ArchivedHead.Of(partition, tables.Head(partition) ?? throw new InvalidDataException($"there is no head of {partition.Code()}")))];

    private static ArchiveManifest ControlOf(DataFolder folder)
    {
        using var control = ControlDatabase.OpenReadOnly(folder);
        return new("", 0, "", [.. control.Instances().Select(one =>
        {
            var secret = control.WrappedSecret(one.Instance);
            return new ArchivedInstance(one.Instance, one.Name, one.Kind.Code(), one.IsCurrent, one.RegistryHash, secret.Generation, secret.Bytes, []);
        })])
        {
            Names = [.. control.LastNumbers().Select(name => new ArchivedName(name.Name, name.Number))],
            Dropped = control.Dropped(),
        };
    }

    private static bool Same(ArchiveManifest before, ArchiveManifest after) =>
        before.Instances.Select(Told).SequenceEqual(after.Instances.Select(Told)) && before.Names.SequenceEqual(after.Names) && before.Dropped.SequenceEqual(after.Dropped);

    private static string Told(ArchivedInstance one) => $"{one.Instance} {one.IsCurrent} {one.RegistryHash} {one.KeyGeneration} {Convert.ToHexString(one.WrappedSecret)}";
}
