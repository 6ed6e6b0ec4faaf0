using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Tests.Storage.Vault;

/// <summary>A vault's tables in memory, open to a test that wants to tamper with them.</summary>
public sealed class VaultTableInMemory : IVaultTable
{
    public ConcurrentDictionary<(string Instance, string RowId), VaultRow> Rows { get; } = [];

    public ConcurrentDictionary<(string Instance, string CaseId), CaseKey> Keys { get; } = [];

    public ConcurrentQueue<AccessRow> Accesses { get; } = [];

    public int KeyReads { get; private set; }

    public void Store(string instance, CaseKey? key, params IEnumerable<VaultRow> rows)
    {
        if (key is not null) Keys[(instance, key.CaseId)] = key;
        foreach (var row in rows) Rows[(instance, row.RowId)] = row;
    }

    public ValueTask<IReadOnlyList<VaultRow>> ReadRows(string instance, string caseId, IReadOnlyCollection<string>? fields = null) =>
        new([.. Rows.Where(row => row.Key.Instance == instance && row.Value.CaseId == caseId && (fields is null || fields.Contains(row.Value.Field))).Select(row => row.Value)]);

    public ValueTask<CaseKey?> ReadKey(string instance, string caseId)
    {
        KeyReads++;
        return new(Keys.GetValueOrDefault((instance, caseId)));
    }

    public ValueTask<Lookup?> FindLookup(string instance, string kind, string keyHash) => new((Lookup?)null);

    public ValueTask WriteAccess(string instance, AccessRow row)
    {
        Accesses.Enqueue(row);
        return default;
    }

    public ValueTask WriteRoster(string instance, IReadOnlyList<VaultRow> rows, IReadOnlyList<CaseKey> keys)
    {
        foreach (var key in keys) Store(instance, key);
        Store(instance, null, rows);
        return default;
    }

    public ValueTask EraseCase(string instance, string caseId)
    {
        foreach (var row in Rows.Where(row => row.Key.Instance == instance && row.Value.CaseId == caseId)) Rows.TryRemove(row);
        Keys.TryRemove((instance, caseId), out _);
        return default;
    }

    public ValueTask<IReadOnlyList<CaseKey>> ReadKeys(string instance, string afterCaseId, int limit) =>
        new([.. Keys.Where(key => key.Key.Instance == instance && string.CompareOrdinal(key.Key.CaseId, afterCaseId) > 0)
            .Select(key => key.Value).OrderBy(key => key.CaseId, StringComparer.Ordinal).Take(limit)]);

    public ValueTask ReplaceKeys(string instance, IReadOnlyList<CaseKey> keys)
    {
        foreach (var key in keys)
            if (Keys.TryGetValue((instance, key.CaseId), out var old)) Keys.TryUpdate((instance, key.CaseId), key, old);
        return default;
    }
}
