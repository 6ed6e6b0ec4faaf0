using GridActors.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// The first half of a batch's transaction, in one round trip: the head is locked, and the database is asked what it knows of the commands. Look-ups are taken for
/// new: their insert, with the other rows, tells when one is not. Then the batch is tried again with care: they are inserted here, sorted by key and without a read
/// beforehand, because another partition's transaction may be inserting the same; what was there already is then read, and answered per command.
/// </summary>
internal sealed class BatchQuestions
{
    private readonly Partition partition;
    private readonly NpgsqlBatchCommand begin = new("BEGIN");
    private readonly NpgsqlBatchCommand lockHead;
    private readonly ManyRows findCommands, findVersions, addLookups, findLookups;
    private readonly List<string> commandStreams, streams, kinds, cases, partitions, soughtKinds, soughtCases;
    private readonly List<Guid> commandIds;
    private readonly List<byte[]> keyHashes, soughtHashes;
    private readonly List<(LookupKey Key, Lookup Lookup)> lookups = [], moving = [];
    private readonly List<LookupKey> sought = [];

    public BatchQuestions(string schema, Partition partition)
    {
        this.partition = partition;
        lockHead = new($"SELECT position, hash, epoch, closed FROM {schema}.heads WHERE partition = '{partition.Code()}' FOR UPDATE");
        findCommands = new(
            $"""
            SELECT wanted.n, found.version, found.bodyForm, found.bodyHmac FROM unnest($1, $2) WITH ORDINALITY AS wanted (stream, commandId, n)
            CROSS JOIN LATERAL (SELECT version, bodyForm, bodyHmac FROM {schema}.commands
                WHERE partition = '{partition.Code()}' AND stream = wanted.stream AND commandId = wanted.commandId LIMIT 1) AS found
            """);
        commandStreams = findCommands.Column<string>(NpgsqlDbType.Text);
        commandIds = findCommands.Column<Guid>(NpgsqlDbType.Uuid);
        findVersions = new(
            $"""
            SELECT wanted.n, found.version FROM unnest($1) WITH ORDINALITY AS wanted (stream, n)
            CROSS JOIN LATERAL (SELECT version FROM {schema}.entries
                WHERE partition = '{partition.Code()}' AND stream = wanted.stream ORDER BY version DESC LIMIT 1) AS found
            """);
        streams = findVersions.Column<string>(NpgsqlDbType.Text);
        addLookups = new($"INSERT INTO {schema}.lookups (kind, keyHash, caseId, partition) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING");
        kinds = addLookups.Column<string>(NpgsqlDbType.Text);
        keyHashes = addLookups.Column<byte[]>(NpgsqlDbType.Bytea);
        cases = addLookups.Column<string>(NpgsqlDbType.Text);
        partitions = addLookups.Column<string>(NpgsqlDbType.Text);
        findLookups = new(
            $"""
            SELECT wanted.n, found.caseId, found.partition, found.isNew FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (kind, keyHash, oneOf, n)
            CROSS JOIN LATERAL (SELECT caseId, partition, xmin = pg_current_xact_id()::xid AS isNew FROM {schema}.lookups
                WHERE kind = wanted.kind AND keyHash = wanted.keyHash AND (CASE kind WHEN 'search' THEN caseId ELSE '' END) = wanted.oneOf LIMIT 1) AS found
            """);
        soughtKinds = findLookups.Column<string>(NpgsqlDbType.Text);
        soughtHashes = findLookups.Column<byte[]>(NpgsqlDbType.Bytea);
        soughtCases = findLookups.Column<string>(NpgsqlDbType.Text);
    }

    /// <summary>Begins the transaction and asks; the facts are empty before.</summary>
    public async Task<JournalHead> Ask(NpgsqlConnection connection, IReadOnlyList<AppendRequest> requests, BatchFacts facts, bool withCare)
    {
        Fill(requests, withCare);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { begin, lockHead, findCommands.Command, findVersions.Command } };
        if (lookups.Count > 0) batch.BatchCommands.Add(addLookups.Command);
        JournalHead head;
        int inserted;
        await using (var rows = await batch.ExecuteReaderAsync())
        {
            if (!await rows.ReadAsync()) throw new InvalidDataException($"there is no head row of {partition.Code()}");
            head = new(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetString(2), rows.GetBoolean(3));
            await rows.NextResultAsync();
            while (await rows.ReadAsync())
            {
                var n = (int)rows.GetInt64(0) - 1;
                facts.Commands[(commandStreams[n], PostgresRows.Command(commandIds[n]))] = PostgresRows.Known(rows, 1);
            }
            await rows.NextResultAsync();
            while (await rows.ReadAsync()) facts.Versions[streams[(int)rows.GetInt64(0) - 1]] = rows.GetInt32(1);
            while (await rows.NextResultAsync()) { }
            inserted = lookups.Count > 0 ? (int)addLookups.Command.RecordsAffected : 0;
        }
        foreach (var (key, lookup) in lookups) facts.Lookups.TryAdd(key, new(lookup.CaseId, lookup.Partition.Code(), isNew: true));
        if (inserted < lookups.Count || moving.Count > 0) await FindLookups(connection, facts);
        return head;
    }

    private void Fill(IReadOnlyList<AppendRequest> requests, bool withCare)
    {
        foreach (var rows in (ReadOnlySpan<ManyRows>)[findCommands, findVersions, addLookups]) rows.Clear();
        lookups.Clear();
        moving.Clear();
        HashSet<string> seen = [];
        foreach (var request in requests)
        {
            commandStreams.Add(request.Stream.Name);
            commandIds.Add(PostgresRows.Uuid(request.Command.Value));
            if (seen.Add(request.Stream.Name)) streams.Add(request.Stream.Name);
            if (withCare)
                foreach (var lookup in request.Vault.Lookups) lookups.Add((LookupKey.Of(lookup), lookup));
            foreach (var lookup in request.Vault.Repointed) moving.Add((LookupKey.Moving(lookup), lookup));
        }
        // Sorted, so that two partitions' transactions meet in one order; of two with one key the first in the lane wins (the sort is stable).
        foreach (var (key, lookup) in lookups.OrderBy(one => one.Key, LookupKey.InOrder))
        {
            kinds.Add(key.Kind);
            keyHashes.Add(Convert.FromHexString(key.KeyHash));
            cases.Add(lookup.CaseId);
            partitions.Add(lookup.Partition.Code());
        }
    }

    private async Task FindLookups(NpgsqlConnection connection, BatchFacts facts)
    {
        findLookups.Clear();
        sought.Clear();
        foreach (var (key, _) in lookups.Concat(moving).DistinctBy(one => one.Key))
        {
            sought.Add(key);
            soughtKinds.Add(key.Kind);
            soughtHashes.Add(Convert.FromHexString(key.KeyHash));
            soughtCases.Add(key.OneOf);
            facts.Lookups.Remove(key);
        }
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { findLookups.Command } };
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync()) facts.Lookups[sought[(int)rows.GetInt64(0) - 1]] = new(rows.GetString(1), rows.GetString(2), rows.GetBoolean(3));
        if (lookups.Any(one => !facts.Lookups.ContainsKey(one.Key))) throw new JournalUnavailableException("a case of this batch is being erased");
    }
}
