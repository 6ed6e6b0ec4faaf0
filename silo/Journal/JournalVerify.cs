using GridActors.Journal;
using Npgsql;

namespace GridActors.Silo.Journal;

/// <summary>The deadlines that a stream's entries leave armed; how a stream is folded is the domain's, not the journal's.</summary>
public delegate IReadOnlyList<Deadline> ArmedAfter(string streamKind, IReadOnlyList<JournalEntry> entries);

/// <summary>What is verified, and against what.</summary>
/// <param name="Open">Opens the instance's tables at one moment.</param>
public sealed record VerifyQuestion(string Instance, Func<IStoredTables> Open, Partition Partition)
{
    /// <summary>About an SQLite file.</summary>
    public VerifyQuestion(string instance, string path, Partition partition)
        : this(instance, () => SqliteTables.Read(path), partition)
    {
    }

    /// <summary>A head noted earlier; the row must still be there with that hash.</summary>
    public HeadMark? Expect { get; init; }

    public required ArmedAfter ArmedAfter { get; init; }

    /// <summary>The vault rows that a payload mentions.</summary>
    public required Func<string, IEnumerable<string>> VaultRowsIn { get; init; }

    /// <summary>Whether a vault row is in the erasure log.</summary>
    public required Func<string, bool> IsErased { get; init; }
}

/// <summary>What was found: the head, and one sentence a fault; no faults = the partition is whole.</summary>
public sealed record VerifyAnswer(long Position, string Hash, IReadOnlyList<string> Faults);

/// <summary>Reads a partition beside a running service and says what does not agree: chain and head, deadlines, vault.</summary>
public static class JournalVerify
{
    /// <summary>Sentences about one kind of fault; the rest are counted.</summary>
    public const int FaultsMax = 20;

    private const int PositionColumn = 1, PayloadColumn = 12;

    /// <exception cref="JournalUnavailableException">The tables cannot be read.</exception>
    public static VerifyAnswer Run(VerifyQuestion question)
    {
        try
        {
            using var tables = question.Open();
            if (tables.Head(question.Partition) is not { } head) return new(0, "", [$"there is no head row of {question.Partition.Code()}"]);
            var faults = new List<string>();
            if (ChainCheck.FirstFault(tables, question.Instance, question.Partition, 0, RowBytes.NoHash, head) is { } broken) faults.Add(broken.ToString());
            if (Cut(tables, question) is { } cut) faults.Add(cut);
            if (tables.Misnumbered(question.Partition) is { } misnumbered) faults.Add($"position {misnumbered}: the row's stream number is not its stream's");
            faults.AddRange(AtMost(WrongDue(tables, question)));
            faults.AddRange(AtMost(LostText(tables, question)));
            return new(head.Position, Convert.ToHexStringLower(head.Hash.Span), faults);
        }
        catch (Exception failure) when (failure is SqliteFailureException or NpgsqlException)
        {
            throw new JournalUnavailableException($"the journal of {question.Instance} cannot be read: {failure.Message}", failure);
        }
    }

    private static string? Cut(IStoredTables tables, VerifyQuestion question)
    {
        if (question.Expect is not { } expect) return null;
        var hash = ChainCheck.HashAt(tables, question.Partition, expect.Position);
        if (hash is null) return $"position {expect.Position}: expected and not there; the tail was cut";
        return expect.Hash.Span.SequenceEqual(hash) ? null : $"position {expect.Position}: not the row that was expected";
    }

    private static IEnumerable<string> WrongDue(IStoredTables tables, VerifyQuestion question)
    {
        var stored = new HashSet<(string Stream, Deadline Deadline)>();
        using (var rows = tables.Due(question.Partition))
        {
            while (rows.Step())
            {
                if (Readable<DueRow?>(() => StoredRows.Due(rows)) is { } due) stored.Add((due.Stream, due.Deadline));
                else yield return $"due: a row of {rows.Text(2)} cannot be read";
            }
        }
        foreach (var (stream, entries) in Streams(tables, question))
        {
            if (entries is null || Armed(question, entries) is not { } armed)
            {
                yield return $"due: {stream} cannot be folded, so its deadlines are not known";
                stored.RemoveWhere(row => row.Stream == stream);
                continue;
            }
            foreach (var deadline in armed)
                if (!stored.Remove((stream, deadline))) yield return $"due: {stream} lacks {Told(deadline)}";
        }
        foreach (var (stream, deadline) in stored) yield return $"due: {stream} has {Told(deadline)}, which its events do not arm";
    }

    /// <summary>Null when the entries cannot be folded: somebody has changed them, or a newer build wrote them.</summary>
    private static IReadOnlyList<Deadline>? Armed(VerifyQuestion question, IReadOnlyList<JournalEntry> entries)
    {
        try
        {
            return question.ArmedAfter(entries[0].Stream.Kind, entries);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Every stream with its entries, or with null when a row of it cannot be read.</summary>
    private static IEnumerable<(string Stream, List<JournalEntry>? Entries)> Streams(IStoredTables tables, VerifyQuestion question)
    {
        using var rows = tables.EntriesByStream(question.Partition);
        string? stream = null;
        List<JournalEntry>? entries = [];
        while (rows.Step())
        {
            var next = rows.Text(2);
            if (stream is not null && stream != next)
            {
                yield return (stream, entries);
                entries = [];
            }
            stream = next;
            if (Readable(() => StoredRows.Entry(rows, question.Instance, question.Partition)) is { } entry) entries?.Add(entry);
            else entries = null;
        }
        if (stream is not null) yield return (stream, entries);
    }

    private static IEnumerable<string> LostText(IStoredTables tables, VerifyQuestion question)
    {
        var kept = new HashSet<string>();
        using (var vault = tables.VaultIds())
            while (vault.Step()) kept.Add(vault.Text(0));
        using var rows = tables.Entries(question.Partition, after: 0);
        while (rows.Step())
        {
            if (Readable(() => question.VaultRowsIn(rows.Text(PayloadColumn)).ToList()) is not { } mentioned)
            {
                yield return $"vault: the payload at position {rows.Long(PositionColumn)} cannot be read";
                continue;
            }
            foreach (var rowId in mentioned)
                if (!kept.Contains(rowId) && !question.IsErased(rowId)) yield return $"vault: row {rowId}, mentioned at position {rows.Long(PositionColumn)}, is neither kept nor erased";
        }
    }

    private static IEnumerable<string> AtMost(IEnumerable<string> faults)
    {
        var count = 0;
        foreach (var fault in faults)
            if (++count <= FaultsMax) yield return fault;
        if (count > FaultsMax) yield return $"and {count - FaultsMax} more like it";
    }

    private static string Told(Deadline deadline) =>
        $"{deadline.Kind}{(deadline.SubjectId.Length > 0 ? " of " + deadline.SubjectId : "")} at {Instants.Text(deadline.DueAt)}, armed by version {deadline.ArmedBy}";

    /// <summary>Null for a row that somebody has made unreadable.</summary>
    private static T? Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException or ArgumentException or InvalidDataException or System.Text.Json.JsonException)
        {
            return default;
        }
    }
}
