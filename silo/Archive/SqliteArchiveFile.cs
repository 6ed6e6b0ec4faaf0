using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Archive;

/// <summary>A journal's file that is being filled from an archive. Nobody else knows it yet, so it is written without a log and made durable once, at the end.</summary>
internal sealed class SqliteArchiveFile : IDisposable
{
    private const int PageCacheKiB = 256 * 1024;

    /// <summary>Bytes of a command's id.</summary>
    private const int IdBytes = 16;

    private readonly string path;
    private readonly SqliteFile file;
    private readonly SqliteStreams streams;

    /// <param name="path">Not there yet.</param>
    public SqliteArchiveFile(string path, IEnumerable<ArchivedHead> heads)
    {
        this.path = path;
        PrivateFiles.Touch(path);
        file = SqliteFile.ForWriting(path);
        try
        {
            file.Execute($"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -{PageCacheKiB}; BEGIN");
            JournalFormat.Make(file);
            file.Execute("DROP INDEX entriesFence; DROP INDEX lookupsByCase"); // made at the end, when it costs one sort
            using var add = file.Prepare("INSERT INTO heads (partition, position, hash, epoch, closed) VALUES (?, ?, ?, ?, ?)");
            foreach (var head in heads)
                add.Bind(1, head.Partition).Bind(2, head.Position).BindBlob(3, head.Head.Hash.Span).Bind(4, head.Epoch).Bind(5, head.Closed ? 1 : 0).Run();
            streams = new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Write(ArchiveTable table, IEnumerable<ArchiveRow> rows)
    {
        switch (table.Name)
        {
            case "entries": WriteEntries(rows); break;
            case "commands": WriteCommands(rows); break;
            case "lookups": WriteLookups(rows); break;
            case "vault": WriteOfCases(rows, "INSERT INTO vaultRows (streamNo, rowId, field, nonce, text) VALUES (?, ?, ?, ?, ?)", caseColumn: 1); break;
            case "caseKeys": WriteOfCases(rows, "INSERT INTO caseKeyRows (streamNo, wrappedKey, keyGeneration) VALUES (?, ?, ?)", caseColumn: 0); break;
            default: WriteAsIs(table, rows); break;
        }
    }

    /// <summary>All of it is on the disk.</summary>
    public void Finish()
    {
        JournalFormat.Make(file); // the indexes
        file.Execute("COMMIT; PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)");
        Dispose();
        foreach (var rest in (ReadOnlySpan<string>)["-wal", "-shm"]) File.Delete(path + rest);
        using var durable = PrivateFiles.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        durable.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        streams.Dispose();
        file.Dispose();
    }

    private void WriteEntries(IEnumerable<ArchiveRow> rows)
    {
        using var add = file.Prepare($"INSERT INTO entries ({StoredRows.EntryColumns}, streamNo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        foreach (var row in rows)
        {
            Bind(add, row, 1, 0, row.Table.Columns.Length);
            add.Bind(row.Table.Columns.Length + 1, streams.Find(row.Text(0), row.Text(2)) ?? streams.Add(row.Text(0), row.Text(2))).Run();
        }
    }

    private void WriteCommands(IEnumerable<ArchiveRow> rows)
    {
        using var add = file.Prepare("INSERT INTO commandRows (streamNo, commandId, version, bodyForm, bodyHmac) VALUES (?, ?, ?, ?, ?)");
        Span<byte> id = stackalloc byte[IdBytes];
        foreach (var row in rows)
        {
            Unhex(row, 2, id);
            add.Bind(1, streams.Find(row.Text(0), row.Text(1)) ?? streams.Add(row.Text(0), row.Text(1))).BindBlob(2, id);
            Bind(add, row, 3, 3, 3).Run();
        }
    }

    private void WriteLookups(IEnumerable<ArchiveRow> rows)
    {
        using var add = file.Prepare("INSERT INTO lookupRows (kind, keyHash, oneOf, streamNo) VALUES (?1, ?2, CASE ?1 WHEN 3 THEN ?3 ELSE 0 END, ?3)");
        foreach (var row in rows)
            add.Bind(1, SqliteLookups.NumberOf(row.Text(0))).BindBlob(2, Convert.FromHexString(row.Text(1))).Bind(3, streams.OfCase(row.Text(3), row.Text(2))).Run();
    }

    /// <summary>Rows kept under the number of their case's stream: the other columns in their order behind it.</summary>
    private void WriteOfCases(IEnumerable<ArchiveRow> rows, string insert, int caseColumn)
    {
        using var add = file.Prepare(insert);
        foreach (var row in rows)
        {
            var (next, caseId) = (2, row.Text(caseColumn));
            add.Bind(1, streams.Find("sealed", SqliteStreams.CasePrefix + caseId) ?? streams.OfCase("open", caseId)); // a roster's texts have no stream yet
            for (var column = 0; column < row.Table.Columns.Length; column++)
                if (column != caseColumn) Bind(add, row, next++, column, 1);
            add.Run();
        }
    }

    private void WriteAsIs(ArchiveTable table, IEnumerable<ArchiveRow> rows)
    {
        using var add = file.Prepare($"INSERT INTO {table.Name} ({SqliteArchive.ColumnsOf(table)}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})");
        foreach (var row in rows) Bind(add, row, 1, 0, table.Columns.Length).Run();
    }

    private static SqliteStatement Bind(SqliteStatement statement, ArchiveRow row, int parameter, int from, int count)
    {
        for (var column = from; column < from + count; column++, parameter++)
            if (row.Table.Columns[column].Kind == ArchiveKind.Number) statement.Bind(parameter, row.Number(column));
            else if (row.Table.Columns[column].Kind == ArchiveKind.Text) statement.Bind(parameter, row.Bytes(column));
            else if (row.IsNull(column)) statement.BindNull(parameter);
            else statement.BindBlob(parameter, row.Bytes(column));
        return statement;
    }

    private static void Unhex(ArchiveRow row, int column, Span<byte> into)
    {
        if (Convert.FromHexString(row.Text(column), into, out _, out var written) != default || written != into.Length)
            throw new InvalidDataException($"'{row.Text(column)}' is no command id");
    }
}
