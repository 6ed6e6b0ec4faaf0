using GridActors.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>Personal text, all of it encrypted before it comes here.</summary>
public sealed partial class PostgresJournal
{
    public async ValueTask<IReadOnlyList<VaultRow>> ReadRows(string instance, string caseId, IReadOnlyCollection<string>? fields = null)
    {
        var from = Of(instance);
        return await from.All(
            $"SELECT rowId, field, nonce, text FROM {from.Schema}.vault WHERE caseId = $1 AND ($2 OR field = ANY($3)) ORDER BY rowId",
            row => new VaultRow(row.GetString(0), caseId, row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)), caseId, fields is null, fields?.ToArray() ?? []);
    }

    public async ValueTask<CaseKey?> ReadKey(string instance, string caseId)
    {
        var from = Of(instance);
        return await from.First(
            $"SELECT wrappedKey, keyGeneration FROM {from.Schema}.caseKeys WHERE caseId = $1", row => new CaseKey(caseId, row.GetFieldValue<byte[]>(0), row.GetInt32(1)), caseId);
    }

    public async ValueTask<Lookup?> FindLookup(string instance, string kind, string keyHash)
    {
        var from = Of(instance);
        return await from.First(
            $"SELECT caseId, partition FROM {from.Schema}.lookups WHERE kind = $1 AND keyHash = $2 ORDER BY caseId LIMIT 1",
            row => new Lookup(kind, keyHash, row.GetString(0), StoredRows.PartitionOf(row.GetString(1))), kind, Convert.FromHexString(keyHash));
    }

    public async ValueTask WriteAccess(string instance, AccessRow row)
    {
        var open = Of(instance);
        await open.Write(
            $"INSERT INTO {open.Schema}.access (who, purpose, caseId, fields, at) VALUES ($1, $2, $3, $4, $5)", row.Who, row.Purpose, row.CaseId, row.Fields, Instants.Text(row.At));
    }

    public async ValueTask WriteRoster(string instance, IReadOnlyList<VaultRow> rows, IReadOnlyList<CaseKey> keys)
    {
        var open = Of(instance);
        await open.Write(
            Statement(
                $"INSERT INTO {open.Schema}.vault (caseId, rowId, field, nonce, text) SELECT * FROM unnest($1, $2, $3, $4, $5)",
                Texts(rows.Select(row => row.CaseId)), Texts(rows.Select(row => row.RowId)), Texts(rows.Select(row => row.Field)), Bytes(rows.Select(row => row.Nonce)), Bytes(rows.Select(row => row.Text))),
            Statement(
                $"INSERT INTO {open.Schema}.caseKeys (caseId, wrappedKey, keyGeneration) SELECT * FROM unnest($1, $2, $3)",
                Texts(keys.Select(key => key.CaseId)), Bytes(keys.Select(key => key.WrappedKey)), Numbers(keys.Select(key => key.KeyGeneration))));
    }

    public async ValueTask EraseCase(string instance, string caseId)
    {
        var open = Of(instance);
        NpgsqlBatchCommand Erase(string sql) => Statement(sql, new NpgsqlParameter<string> { TypedValue = caseId });
        await open.Write(
            Erase($"DELETE FROM {open.Schema}.vault WHERE caseId = $1"),
            Erase($"DELETE FROM {open.Schema}.caseKeys WHERE caseId = $1"),
            Erase($"DELETE FROM {open.Schema}.lookups WHERE caseId = $1"),
            Erase($"UPDATE {open.Schema}.commands SET bodyForm = 0, bodyHmac = NULL WHERE partition IN ('open', 'sealed') AND stream = '{SqliteStreams.CasePrefix}' || $1 AND bodyForm <> 0"));
    }

    public async ValueTask<IReadOnlyList<CaseKey>> ReadKeys(string instance, string afterCaseId, int limit)
    {
        var from = Of(instance);
        return await from.All(
            $"SELECT caseId, wrappedKey, keyGeneration FROM {from.Schema}.caseKeys WHERE caseId > $1 ORDER BY caseId LIMIT $2",
            row => new CaseKey(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2)), afterCaseId, limit);
    }

    public async ValueTask ReplaceKeys(string instance, IReadOnlyList<CaseKey> keys)
    {
        var open = Of(instance);
        await open.Write(Statement(
            $"""
            UPDATE {open.Schema}.caseKeys SET wrappedKey = wanted.wrappedKey, keyGeneration = wanted.keyGeneration
            FROM unnest($1, $2, $3) AS wanted (caseId, wrappedKey, keyGeneration) WHERE caseKeys.caseId = wanted.caseId
            """,
            Texts(keys.Select(key => key.CaseId)), Bytes(keys.Select(key => key.WrappedKey)), Numbers(keys.Select(key => key.KeyGeneration))));
    }

    private static NpgsqlBatchCommand Statement(string sql, params IEnumerable<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand statement = new(sql);
        foreach (var parameter in parameters) statement.Parameters.Add(parameter);
        return statement;
    }

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> values) => new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter<byte[][]> Bytes(IEnumerable<byte[]> values) => new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static NpgsqlParameter<int[]> Numbers(IEnumerable<int> values) => new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
