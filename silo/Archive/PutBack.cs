using System.Security.Cryptography;
using System.Text;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Archive;

/// <summary>
/// Puts realm instances of an archive into a store: their chains checked on the way, whoever was erased since left out, and with new epochs, so that every board,
/// checkpoint and snapshot made before is thrown away. All of them are there afterwards, or none.
/// </summary>
public static class PutBack
{
    private const int EpochBytes = 16;

    /// <param name="only">The instances to put back; null: all.</param>
    /// <param name="erasures">The erasure log of the place they go to.</param>
    /// <returns>The instances as they are now, with their new heads.</returns>
    /// <exception cref="FolderRefusedException">The place has an instance already, or the key file does not open them.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static IReadOnlyList<ArchivedInstance> Run(
        string archive, ArchiveManifest manifest, IArchiveTarget target, KeyFile keys, ErasureLog erasures, IReadOnlyCollection<string>? only = null, CancellationToken cancellation = default)
    {
        var chosen = manifest.Instances.Where(one => only is null || only.Contains(one.Instance)).ToList();
        if (chosen.Count == 0) throw new InvalidDataException($"The archive has none of them; it has {string.Join(", ", manifest.Instances.Select(one => one.Instance))}.");
        foreach (var one in chosen)
        {
            if (target.RefusalOf(one.Instance) is { } refusal) throw new FolderRefusedException(refusal);
            RequireKey(keys, one);
        }
        foreach (var hash in manifest.Registries) target.Keep(hash, Archives.RegistryFileOf(archive, hash));
        var put = chosen.Select(one => one with { Heads = [.. one.Heads.Select(head => head with { Epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(EpochBytes)) })] }).ToList();
        foreach (var (from, to) in chosen.Zip(put))
        {
            var erased = erasures.CasesOf(from.Instance);
            target.Begin(to);
            foreach (var table in ArchiveTable.All) target.Write(to.Instance, table, Stoppable(Forgetting(table, Archives.Rows(archive, from, table), erased), cancellation));
        }
        target.Commit([.. manifest.Names.Where(name => only is null || chosen.Any(one => one.Name == name.Name))], manifest.IsWholeDistrict && only is null ? manifest.Dropped : []);
        return put;
    }

    /// <exception cref="FolderRefusedException">Its secret cannot be opened: without it not an id could be computed, not a text read.</exception>
    private static void RequireKey(KeyFile keys, ArchivedInstance instance)
    {
        try
        {
            CryptographicOperations.ZeroMemory(keys.Unwrap(KeyPurpose.RealmSecret, instance.Instance, subject: "", new(instance.KeyGeneration, instance.WrappedSecret)));
        }
        catch (VaultRefusedException foreign)
        {
            throw new FolderRefusedException(
                $"The key file does not open {instance.Instance} of the archive: {foreign.Message}. Name the folder of the key file that the archive was taken with.", foreign);
        }
    }

    /// <summary>An erased person does not come back, not even for the moment until the erasure log is replayed.</summary>
    private static IEnumerable<ArchiveRow> Forgetting(ArchiveTable table, IEnumerable<ArchiveRow> rows, IReadOnlySet<string> erased)
    {
        if (erased.Count == 0) return rows;
        if (table == ArchiveTable.Commands) return WithoutBodies(rows, erased);
        return table == ArchiveTable.Vault || table == ArchiveTable.CaseKeys || table == ArchiveTable.Lookups ? Without(rows, table.ColumnOf("caseId"), erased) : rows;
    }

    private static IEnumerable<ArchiveRow> Without(IEnumerable<ArchiveRow> rows, int caseColumn, IReadOnlySet<string> erased)
    {
        foreach (var row in rows)
            if (!erased.Contains(row.Text(caseColumn))) yield return row;
    }

    private static IEnumerable<ArchiveRow> WithoutBodies(IEnumerable<ArchiveRow> rows, IReadOnlySet<string> erased)
    {
        var (stream, form, hmac) = (ArchiveTable.Commands.ColumnOf("stream"), ArchiveTable.Commands.ColumnOf("bodyForm"), ArchiveTable.Commands.ColumnOf("bodyHmac"));
        foreach (var row in rows)
        {
            if (row.Bytes(stream).StartsWith("dispute/"u8) && erased.Contains(Encoding.UTF8.GetString(row.Bytes(stream)["dispute/".Length..])))
            {
                row.Set(form, 0);
                row.Empty(hmac);
            }
            yield return row;
        }
    }

    private static IEnumerable<ArchiveRow> Stoppable(IEnumerable<ArchiveRow> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
