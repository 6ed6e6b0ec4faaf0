using System.Text.Json;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Personal text, all of it encrypted before it comes here.</summary>
public sealed partial class SqliteJournal
{
    /// <summary>The numbers of a case's stream in both partitions; its name is the parameter.</summary>
    private const string NumbersOfCase = "SELECT streamNo FROM streams WHERE partition IN ('open', 'sealed') AND stream = ?1";

    public ValueTask<IReadOnlyList<VaultRow>> ReadRows(string instance, string caseId, IReadOnlyCollection<string>? fields = null) => new(Of(instance).Reader.All(
        $"SELECT rowId, field, nonce, text FROM vaultRows WHERE streamNo IN ({NumbersOfCase}) AND (?2 = 'null' OR field IN (SELECT value FROM json_each(?2))) ORDER BY rowId",
        rows => rows.Bind(1, SqliteStreams.CasePrefix + caseId).Bind(2, JsonSerializer.Serialize(fields)),
        row => new VaultRow(row.Text(0), caseId, row.Text(1), row.Blob(2), row.Blob(3))));

    public ValueTask<CaseKey?> ReadKey(string instance, string caseId) => new(Of(instance).Reader.First(
        $"SELECT wrappedKey, keyGeneration FROM caseKeyRows WHERE streamNo IN ({NumbersOfCase})",
        row => row.Bind(1, SqliteStreams.CasePrefix + caseId),
        row => new CaseKey(caseId, row.Blob(0), row.Int(1))));

    public ValueTask<Lookup?> FindLookup(string instance, string kind, string keyHash) => new(Of(instance).Reader.First(
        "SELECT stream, partition FROM lookupRows JOIN streams USING (streamNo) WHERE kind = ? AND keyHash = ? ORDER BY stream LIMIT 1",
        row => row.Bind(1, SqliteLookups.NumberOf(kind)).BindBlob(2, Convert.FromHexString(keyHash)),
        row => new Lookup(kind, keyHash, row.Text(0)[SqliteStreams.CasePrefix.Length..], StoredRows.PartitionOf(row.Text(1)))));

    public async ValueTask WriteAccess(string instance, AccessRow row) => await Of(instance).Write(file =>
    {
        using var add = file.Prepare("INSERT INTO access (who, purpose, caseId, fields, at) VALUES (?, ?, ?, ?, ?)");
        add.Bind(1, row.Who).Bind(2, row.Purpose).Bind(3, row.CaseId).Bind(4, row.Fields).Bind(5, Instants.Text(row.At)).Run();
    });

    public async ValueTask WriteRoster(string instance, IReadOnlyList<VaultRow> rows, IReadOnlyList<CaseKey> keys) => await Of(instance).Write(file =>
    {
        var open = Partition.Open.Code();
        using var streams = new SqliteStreams(file);
        using var vault = new SqliteVaultWrites(file, streams);
        foreach (var row in rows) vault.Add(row, streams.OfCase(open, row.CaseId));
        foreach (var key in keys) vault.Add(key, streams.OfCase(open, key.CaseId));
    });

    public async ValueTask EraseCase(string instance, string caseId)
    {
        var open = Of(instance);
        await open.Write(file =>
        {
            foreach (var table in (ReadOnlySpan<string>)["vaultRows", "caseKeyRows", "lookupRows"])
            {
                using var erase = file.Prepare($"DELETE FROM {table} WHERE streamNo IN ({NumbersOfCase})");
                erase.Bind(1, SqliteStreams.CasePrefix + caseId).Run();
            }
            using var forget = file.Prepare($"UPDATE commandRows SET bodyForm = 0, bodyHmac = NULL WHERE streamNo IN ({NumbersOfCase})");
            forget.Bind(1, SqliteStreams.CasePrefix + caseId).Run();
        });
        await open.EmptyWal();
    }

    public ValueTask<IReadOnlyList<CaseKey>> ReadKeys(string instance, string afterCaseId, int limit)
    {
        var found = new List<CaseKey>();
        foreach (var partition in (ReadOnlySpan<Partition>)[Partition.Open, Partition.Sealed]) // each is read by its names' index
            found.AddRange(Of(instance).Reader.All(
                """
                SELECT substr(stream, 9), wrappedKey, keyGeneration FROM streams JOIN caseKeyRows USING (streamNo)
                WHERE partition = ? AND stream > ? AND stream < 'dispute0' ORDER BY stream LIMIT ?
                """,
                rows => rows.Bind(1, partition.Code()).Bind(2, SqliteStreams.CasePrefix + afterCaseId).Bind(3, limit),
                row => new CaseKey(row.Text(0), row.Blob(1), row.Int(2))));
        return new([.. found.OrderBy(key => key.CaseId, StringComparer.Ordinal).Take(limit)]);
    }

    public async ValueTask ReplaceKeys(string instance, IReadOnlyList<CaseKey> keys) => await Of(instance).Write(file =>
    {
        using var replace = file.Prepare($"UPDATE caseKeyRows SET wrappedKey = ?2, keyGeneration = ?3 WHERE streamNo IN ({NumbersOfCase})");
        foreach (var key in keys) replace.Bind(1, SqliteStreams.CasePrefix + key.CaseId).BindBlob(2, key.WrappedKey).Bind(3, key.KeyGeneration).Run();
    });
}
