using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Archive;

/// <summary>
/// A journal's tables as an archive has them, out of what SQLite keeps them in. The queries follow the keys, so that no large table is sorted: a case's rows come from
/// both partitions, each in the order of its streams' names, merged; look-ups come kind by kind, in the order of the kinds' names.
/// </summary>
internal static class SqliteArchive
{
    /// <summary>The queries that give a table's rows, one after the other; a column behind the table's own is there to sort by.</summary>
    public static IReadOnlyList<string> QueriesOf(ArchiveTable table) => table.Name switch
    {
        "commands" =>
        [
            """
            SELECT partition, stream, lower(hex(commandId)), version, bodyForm, bodyHmac
            FROM streams CROSS JOIN commandRows USING (streamNo) ORDER BY partition, stream, commandId
            """,
        ],
        "lookups" => [.. ((ReadOnlySpan<string>)[Lookup.Receipt, Lookup.Report, Lookup.Search]).ToArray().Select(LookupsOf)],
        "vault" => [OfCases("rowId, substr(stream, 9), field, nonce, text", "vaultRows", "6, 1")],
        "caseKeys" => [OfCases("substr(stream, 9), wrappedKey, keyGeneration", "caseKeyRows", "4")],
        _ => [$"SELECT {ColumnsOf(table)} FROM {table.Name} ORDER BY {string.Join(", ", table.Order)}"],
    };

    public static string ColumnsOf(ArchiveTable table) => string.Join(", ", table.Columns.Select(column => column.Name));

    private static string LookupsOf(string kind) =>
        $"""
        SELECT '{kind}', lower(hex(keyHash)), substr(stream, 9), partition
        FROM lookupRows CROSS JOIN streams USING (streamNo) WHERE kind = {SqliteLookups.NumberOf(kind)} ORDER BY keyHash, stream
        """;

    private static string OfCases(string columns, string table, string order) =>
        $"""
        SELECT {columns}, stream FROM streams CROSS JOIN {table} USING (streamNo) WHERE partition = 'open' AND stream > 'dispute/' AND stream < 'dispute0'
        UNION ALL
        SELECT {columns}, stream FROM streams CROSS JOIN {table} USING (streamNo) WHERE partition = 'sealed' AND stream > 'dispute/' AND stream < 'dispute0'
        ORDER BY {order}
        """;
}
