using System.Collections.Immutable;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>The vault's part of a command: look-ups first, because they may say no; then encrypted rows, case keys, and look-ups that move.</summary>
internal sealed class SqliteVaultWrites(SqliteFile file, SqliteStreams streams) : IDisposable
{
    private readonly SqliteStatement addLookup = file.Prepare(
        "INSERT INTO lookupRows (kind, keyHash, oneOf, streamNo) VALUES (?1, ?2, CASE ?1 WHEN 3 THEN ?3 ELSE 0 END, ?3) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement sameLookup = file.Prepare("SELECT 1 FROM lookupRows WHERE kind = ? AND keyHash = ? AND streamNo = ?");
    private readonly SqliteStatement dropLookup = file.Prepare("DELETE FROM lookupRows WHERE kind = ? AND keyHash = ? AND streamNo = ?");
    private readonly SqliteStatement moveLookup = file.Prepare("UPDATE lookupRows SET streamNo = ?3 WHERE kind = ?1 AND keyHash = ?2 AND kind <> 3");
    private readonly SqliteStatement addRow = file.Prepare("INSERT INTO vaultRows (streamNo, rowId, field, nonce, text) VALUES (?, ?, ?, ?, ?)");
    private readonly SqliteStatement addKey = file.Prepare("INSERT INTO caseKeyRows (streamNo, wrappedKey, keyGeneration) VALUES (?, ?, ?)");

    /// <summary>
    /// Adds the look-ups, sorted, with no read beforehand. False, and none added, when a report or a receipt leads to another case or partition already;
    /// one that stands there as it should is left alone.
    /// </summary>
    public bool TryAddLookups(ImmutableArray<Lookup> lookups, string owner, long ownerNo)
    {
        if (lookups.IsEmpty) return true;
        var sorted = lookups.Length == 1
            ? lookups
            : lookups.Sort((left, right) => (left.Kind, left.KeyHash, left.CaseId).CompareTo((right.Kind, right.KeyHash, right.CaseId)));
        List<(Lookup Lookup, long StreamNo)>? added = null;
        foreach (var lookup in sorted)
        {
            var streamNo = NumberOf(lookup.Partition.Code(), lookup.CaseId, owner, ownerNo);
            if (Bind(addLookup, lookup, streamNo).Run() == 1) (added ??= []).Add((lookup, streamNo));
            else if (!IsThere(lookup, streamNo))
            {
                foreach (var (mine, mineNo) in added ?? []) Bind(dropLookup, mine, mineNo).Run();
                return false;
            }
        }
        return true;
    }

    /// <summary>Writes texts, keys and moves.</summary>
    public void Write(VaultWrites writes, string partitionCode, string owner, long ownerNo)
    {
        foreach (var text in writes.Rows) Add(text, NumberOf(partitionCode, text.CaseId, owner, ownerNo));
        foreach (var key in writes.Keys) Add(key, NumberOf(partitionCode, key.CaseId, owner, ownerNo));
        foreach (var lookup in writes.Repointed)
            if (Bind(moveLookup, lookup, NumberOf(lookup.Partition.Code(), lookup.CaseId, owner, ownerNo)).Run() != 1)
                throw new InvalidOperationException($"there is no {lookup.Kind} look-up to repoint");
    }

    public void Add(VaultRow text, long streamNo) => addRow.Bind(1, streamNo).Bind(2, text.RowId).Bind(3, text.Field).BindBlob(4, text.Nonce).BindBlob(5, text.Text).Run();

    public void Add(CaseKey key, long streamNo) => addKey.Bind(1, streamNo).BindBlob(2, key.WrappedKey).Bind(3, key.KeyGeneration).Run();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[addLookup, sameLookup, dropLookup, moveLookup, addRow, addKey]) statement.Dispose();
    }

    private bool IsThere(Lookup lookup, long streamNo)
    {
        if (!Bind(sameLookup, lookup, streamNo).Step()) return false;
        sameLookup.Reset();
        return true;
    }

    /// <summary>The number a case's rows are kept under; <paramref name="owner"/> is the command's own stream, whose number is known.</summary>
    private long NumberOf(string partitionCode, string caseId, string owner, long ownerNo) =>
        IsStreamOf(owner, caseId) ? ownerNo : streams.OfCase(partitionCode, caseId);

    private static bool IsStreamOf(string stream, string caseId) =>
        stream.Length == SqliteStreams.CasePrefix.Length + caseId.Length
        && stream.StartsWith(SqliteStreams.CasePrefix, StringComparison.Ordinal) && stream.EndsWith(caseId, StringComparison.Ordinal);

    private static SqliteStatement Bind(SqliteStatement statement, Lookup lookup, long streamNo) =>
        statement.Bind(1, SqliteLookups.NumberOf(lookup.Kind)).BindBlob(2, Convert.FromHexString(lookup.KeyHash)).Bind(3, streamNo);
}
