using System.Text;
using GridActors.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The second half of a batch's transaction: every row of the accepted commands, the head, and the commit, in one round trip.</summary>
internal sealed class BatchRows
{
    private readonly string code;
    private readonly byte[] instanceUtf8;
    private readonly RowBytes row = new();
    private readonly ManyRows entries, commands, cleared, armed, armedWithCare, vault, caseKeys, added, moved, dropped;
    private readonly EntryColumns entry;
    private readonly List<string> commandStreams, texts, textCases, textFields, keyCases, addedKinds, addedCases, addedPartitions, movedKinds, movedCases, movedPartitions, droppedKinds, droppedCases;
    private readonly List<int> commandVersions, bodyForms, keyGenerations;
    private readonly List<Guid> commandIds;
    private readonly List<Guid?> bodies;
    private readonly List<byte[]> nonces, cipherTexts, wrappedKeys, addedHashes, movedHashes, droppedHashes;
    private readonly DueColumns clearedRows, armedRows, armedWithCareRows;
    private readonly NpgsqlBatchCommand moveHead, commit = new("COMMIT");
    private readonly NpgsqlParameter<long> headPosition = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<byte[]> headHash = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly Dictionary<(string Stream, Deadline Deadline), string?> due = [];

    public BatchRows(string instance, string schema, Partition partition)
    {
        (code, instanceUtf8) = (partition.Code(), Encoding.UTF8.GetBytes(instance));
        entries = new(
            $"""
            INSERT INTO {schema}.entries (partition, position, stream, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash)
            SELECT '{code}', * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """);
        entry = new(entries);
        commands = new($"INSERT INTO {schema}.commands (partition, stream, commandId, version, bodyForm, bodyHmac) SELECT '{code}', * FROM unnest($1, $2, $3, $4, $5)");
        commandStreams = commands.Column<string>(NpgsqlDbType.Text);
        commandIds = commands.Column<Guid>(NpgsqlDbType.Uuid);
        commandVersions = commands.Column<int>(NpgsqlDbType.Integer);
        bodyForms = commands.Column<int>(NpgsqlDbType.Integer);
        bodies = commands.Column<Guid?>(NpgsqlDbType.Uuid);
        cleared = new(
            $"""
            DELETE FROM {schema}.due USING unnest($1, $2, $3, $4, $5) AS gone (dueAt, stream, kind, subjectId, armedBy)
            WHERE due.dueAt = gone.dueAt AND due.partition = '{code}' AND due.stream = gone.stream AND due.kind = gone.kind AND due.subjectId = gone.subjectId AND due.armedBy = gone.armedBy
            """);
        clearedRows = new(cleared);
        var arm = $"INSERT INTO {schema}.due (partition, dueAt, stream, kind, subjectId, armedBy, area) SELECT '{code}', * FROM unnest($1, $2, $3, $4, $5, $6)";
        armed = new(arm);
        armedRows = new(armed) { Areas = armed.Column<string>(NpgsqlDbType.Text) };
        armedWithCare = new(arm + " ON CONFLICT DO NOTHING");
        armedWithCareRows = new(armedWithCare) { Areas = armedWithCare.Column<string>(NpgsqlDbType.Text) };
        vault = new($"INSERT INTO {schema}.vault (caseId, rowId, field, nonce, text) SELECT * FROM unnest($1, $2, $3, $4, $5)");
        textCases = vault.Column<string>(NpgsqlDbType.Text);
        texts = vault.Column<string>(NpgsqlDbType.Text);
        textFields = vault.Column<string>(NpgsqlDbType.Text);
        nonces = vault.Column<byte[]>(NpgsqlDbType.Bytea);
        cipherTexts = vault.Column<byte[]>(NpgsqlDbType.Bytea);
        caseKeys = new($"INSERT INTO {schema}.caseKeys (caseId, wrappedKey, keyGeneration) SELECT * FROM unnest($1, $2, $3)");
        keyCases = caseKeys.Column<string>(NpgsqlDbType.Text);
        wrappedKeys = caseKeys.Column<byte[]>(NpgsqlDbType.Bytea);
        keyGenerations = caseKeys.Column<int>(NpgsqlDbType.Integer);
        added = new($"INSERT INTO {schema}.lookups (kind, keyHash, caseId, partition) SELECT * FROM unnest($1, $2, $3, $4)");
        addedKinds = added.Column<string>(NpgsqlDbType.Text);
        addedHashes = added.Column<byte[]>(NpgsqlDbType.Bytea);
        addedCases = added.Column<string>(NpgsqlDbType.Text);
        addedPartitions = added.Column<string>(NpgsqlDbType.Text);
        moved = new(
            $"""
            UPDATE {schema}.lookups SET caseId = wanted.caseId, partition = wanted.partition FROM unnest($1, $2, $3, $4) AS wanted (kind, keyHash, caseId, partition)
            WHERE lookups.kind = wanted.kind AND lookups.keyHash = wanted.keyHash AND (CASE lookups.kind WHEN 'search' THEN lookups.caseId ELSE '' END) = ''
            """);
        movedKinds = moved.Column<string>(NpgsqlDbType.Text);
        movedHashes = moved.Column<byte[]>(NpgsqlDbType.Bytea);
        movedCases = moved.Column<string>(NpgsqlDbType.Text);
        movedPartitions = moved.Column<string>(NpgsqlDbType.Text);
        dropped = new(
            $"""
            DELETE FROM {schema}.lookups USING unnest($1, $2, $3) AS gone (kind, keyHash, oneOf)
            WHERE lookups.kind = gone.kind AND lookups.keyHash = gone.keyHash AND (CASE lookups.kind WHEN 'search' THEN lookups.caseId ELSE '' END) = gone.oneOf
            """);
        droppedKinds = dropped.Column<string>(NpgsqlDbType.Text);
        droppedHashes = dropped.Column<byte[]>(NpgsqlDbType.Bytea);
        droppedCases = dropped.Column<string>(NpgsqlDbType.Text);
        moveHead = new($"UPDATE {schema}.heads SET position = $1, hash = $2 WHERE partition = '{code}'") { Parameters = { headPosition, headHash } };
    }

    /// <summary>The head after the commands added so far.</summary>
    public JournalHead Head { get; private set; }

    /// <summary>The entries of the commands added so far, of this batch alone.</summary>
    public List<JournalEntry> Entries { get; private set; } = [];

    /// <summary>In the order they are written: look-ups first, because another partition may hold them up.</summary>
    private ManyRows[] All => [added, moved, dropped, entries, commands, cleared, armed, armedWithCare, vault, caseKeys];

    /// <summary>Begins a batch after the given head.</summary>
    public void Begin(JournalHead head)
    {
        foreach (var rows in All) rows.Clear();
        due.Clear();
        (Head, Entries) = (head, []);
    }

    /// <summary>Adds every row of an accepted command; answers its last version.</summary>
    public int Add(AppendRequest request, DateTimeOffset recordedAt)
    {
        var version = AddEntries(request, recordedAt);
        commandStreams.Add(request.Stream.Name);
        commandIds.Add(PostgresRows.Uuid(request.Command.Value));
        commandVersions.Add(version);
        bodyForms.Add(request.Body.Form);
        bodies.Add(request.Body.Form == 0 ? null : PostgresRows.Uuid(request.Body.Hmac));
        foreach (var deadline in request.Cleared) due[(request.Stream.Name, deadline)] = null; // the last word on each counts
        foreach (var deadline in request.Armed) due[(request.Stream.Name, deadline)] = request.Area;
        foreach (var text in request.Vault.Rows)
        {
            textCases.Add(text.CaseId);
            texts.Add(text.RowId);
            textFields.Add(text.Field);
            nonces.Add(text.Nonce);
            cipherTexts.Add(text.Text);
        }
        foreach (var key in request.Vault.Keys)
        {
            keyCases.Add(key.CaseId);
            wrappedKeys.Add(key.WrappedKey);
            keyGenerations.Add(key.KeyGeneration);
        }
        return version;
    }

    /// <summary>Writes what was added, brings the look-ups to where they were left, and commits: durable when it returns.</summary>
    /// <param name="withCare">What stands there already is left alone; otherwise it fails the batch, which is then tried with care.</param>
    public async Task Commit(NpgsqlConnection connection, IReadOnlyDictionary<LookupKey, HeldLookup> lookups, bool withCare)
    {
        foreach (var ((stream, deadline), area) in due) (area is null ? clearedRows : withCare ? armedWithCareRows : armedRows).Add(stream, deadline, area);
        foreach (var (key, held) in lookups.OrderBy(one => one.Key, LookupKey.InOrder)) AddLookup(key, held);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var rows in All)
            if (rows.Count > 0) batch.BatchCommands.Add(rows.Command);
        if (Entries.Count > 0)
        {
            (headPosition.TypedValue, headHash.TypedValue) = (Head.Position, Head.Hash.ToArray());
            batch.BatchCommands.Add(moveHead);
        }
        batch.BatchCommands.Add(commit);
        await batch.ExecuteNonQueryAsync();
    }

    private void AddLookup(LookupKey key, HeldLookup held)
    {
        if (held.IsNew && !held.IsKept)
        {
            droppedKinds.Add(key.Kind);
            droppedHashes.Add(Convert.FromHexString(key.KeyHash));
            droppedCases.Add(key.OneOf);
        }
        else if (held.IsUnwritten)
        {
            addedKinds.Add(key.Kind);
            addedHashes.Add(Convert.FromHexString(key.KeyHash));
            addedCases.Add(held.CaseId);
            addedPartitions.Add(held.Partition);
        }
        else if (held.HasMoved)
        {
            movedKinds.Add(key.Kind);
            movedHashes.Add(Convert.FromHexString(key.KeyHash));
            movedCases.Add(held.CaseId);
            movedPartitions.Add(held.Partition);
        }
    }

    private int AddEntries(AppendRequest request, DateTimeOffset recordedAt)
    {
        var version = request.ExpectedVersion;
        for (var ordinal = 0; ordinal < request.Events.Length; ordinal++)
        {
            var happened = request.Events[ordinal];
            var next = new JournalEntry
            {
                Stream = request.Stream,
                Position = Head.Position + 1,
                Version = ++version,
                Ordinal = ordinal,
                At = request.At,
                RecordedAt = recordedAt,
                Command = request.Command,
                Cause = request.Cause,
                TieRank = request.TieRank,
                Name = happened.Name,
                NameVersion = happened.NameVersion,
                Payload = happened.Payload,
                Hash = default,
                Decoded = happened.Event,
            };
            var hash = entry.Add(next, row, Head.Hash.Span, instanceUtf8, code);
            Entries.Add(next with { Hash = hash });
            Head = Head with { Position = next.Position, Hash = hash };
        }
        return version;
    }
}
