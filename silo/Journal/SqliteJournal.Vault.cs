using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Personal text, all of it encrypted before it comes here.</summary>
public sealed partial class SqliteJournal
{
    public ValueTask<IReadOnlyList<VaultRow>> ReadRows(string instance, string caseId) => new(Of(instance).Reader.All(
        "SELECT rowId, caseId, field, nonce, text FROM vault WHERE caseId = ? ORDER BY rowId",
        rows => rows.Bind(1, caseId),
        row => new VaultRow(row.Text(0), row.Text(1), row.Text(2), row.Blob(3), row.Blob(4))));

    public ValueTask<CaseKey?> ReadKey(string instance, string caseId) => new(Of(instance).Reader.First(
        "SELECT caseId, wrappedKey, keyGeneration FROM caseKeys WHERE caseId = ?",
        row => row.Bind(1, caseId),
        row => new CaseKey(row.Text(0), row.Blob(1), row.Int(2))));

    public ValueTask<Lookup?> FindLookup(string instance, string kind, string keyHash) => new(Of(instance).Reader.First(
        "SELECT caseId, partition FROM lookups WHERE kind = ? AND keyHash = ? ORDER BY caseId LIMIT 1",
        row => row.Bind(1, kind).Bind(2, keyHash),
        row => new Lookup(kind, keyHash, row.Text(0), SqliteRows.PartitionOf(row.Text(1)))));

    public async ValueTask WriteAccess(string instance, AccessRow row) => await Of(instance).Write(file =>
    {
        using var add = file.Prepare("INSERT INTO access (who, purpose, caseId, fields, at) VALUES (?, ?, ?, ?, ?)");
        add.Bind(1, row.Who).Bind(2, row.Purpose).Bind(3, row.CaseId).Bind(4, row.Fields).Bind(5, Instants.Text(row.At)).Run();
    });

    public async ValueTask WriteRoster(string instance, IReadOnlyList<VaultRow> rows, IReadOnlyList<CaseKey> keys) => await Of(instance).Write(file =>
    {
        using var vault = new SqliteVaultWrites(file);
        foreach (var row in rows) vault.Add(row);
        foreach (var key in keys) vault.Add(key);
    });

    public async ValueTask EraseCase(string instance, string caseId)
    {
        var open = Of(instance);
        await open.Write(file =>
        {
            foreach (var sql in (ReadOnlySpan<string>)
                ["DELETE FROM vault WHERE caseId = ?", "DELETE FROM caseKeys WHERE caseId = ?", "DELETE FROM lookups WHERE caseId = ?"])
            {
                using var erase = file.Prepare(sql);
                erase.Bind(1, caseId).Run();
            }
            using var forget = file.Prepare(
                """
                UPDATE commandRows SET bodyForm = 0, bodyHmac = NULL
                WHERE streamNo IN (SELECT streamNo FROM streams WHERE partition IN ('open', 'sealed') AND stream = ?)
                """);
            forget.Bind(1, $"dispute/{caseId}").Run();
        });
        await open.EmptyWal();
    }

    public ValueTask<IReadOnlyList<CaseKey>> ReadKeys(string instance, string afterCaseId, int limit) => new(Of(instance).Reader.All(
        "SELECT caseId, wrappedKey, keyGeneration FROM caseKeys WHERE caseId > ? ORDER BY caseId LIMIT ?",
        rows => rows.Bind(1, afterCaseId).Bind(2, limit),
        row => new CaseKey(row.Text(0), row.Blob(1), row.Int(2))));

    public async ValueTask ReplaceKeys(string instance, IReadOnlyList<CaseKey> keys) => await Of(instance).Write(file =>
    {
        using var replace = file.Prepare("UPDATE caseKeys SET wrappedKey = ?2, keyGeneration = ?3 WHERE caseId = ?1");
        foreach (var key in keys) replace.Bind(1, key.CaseId).BindBlob(2, key.WrappedKey).Bind(3, key.KeyGeneration).Run();
    });
}
