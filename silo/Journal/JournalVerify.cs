using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>The deadlines that a stream's entries leave armed; how a stream is folded is the domain's, not the journal's.</summary>
public delegate IReadOnlyList<Deadline> ArmedAfter(string streamKind, IReadOnlyList<JournalEntry> entries);

/// <summary>What is verified, and against what.</summary>
public sealed record VerifyQuestion(string Instance, string Path, Partition Partition)
{
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

    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    public static VerifyAnswer Run(VerifyQuestion question)
    {
        try
        {
            using var file = SqliteFile.ForReading(question.Path);
            file.Execute("BEGIN"); // all of it sees one moment of the file
            JournalFormat.Require(file, question.Path);
            if (ChainCheck.HeadOf(file, question.Partition) is not { } head) return new(0, "", [$"there is no head row of {question.Partition.Code()}"]);
            var faults = new List<string>();
            if (ChainCheck.FirstFault(file, question.Instance, question.Partition, 0, RowBytes.NoHash, head) is { } broken) faults.Add(broken.ToString());
            if (Cut(file, question) is { } cut) faults.Add(cut);
            if (Misnumbered(file, question.Partition) is { } misnumbered) faults.Add(misnumbered);
            faults.AddRange(AtMost(WrongDue(file, question)));
            faults.AddRange(AtMost(LostText(file, question)));
            return new(head.Position, Convert.ToHexStringLower(head.Hash.Span), faults);
        }
        catch (SqliteFailureException failure)
        {
            throw new JournalUnavailableException($"{question.Path} cannot be read: {failure.Message}", failure);
        }
    }

    private static string? Cut(SqliteFile file, VerifyQuestion question)
    {
        if (question.Expect is not { } expect) return null;
        var hash = ChainCheck.HashAt(file, question.Partition, expect.Position);
        if (hash is null) return $"position {expect.Position}: expected and not there; the tail was cut";
        return expect.Hash.Span.SequenceEqual(hash) ? null : $"position {expect.Position}: not the row that was expected";
    }

    /// <summary>A stream's number is not hashed: it says nothing that its name does not, but rows are found by it.</summary>
    private static string? Misnumbered(SqliteFile file, Partition partition)
    {
        using var rows = file.Prepare(
            """
            SELECT position FROM entries AS entry LEFT JOIN streams USING (streamNo)
            WHERE entry.partition = ? AND (streams.stream IS NOT entry.stream OR streams.partition IS NOT entry.partition) ORDER BY position LIMIT 1
            """);
        return rows.Bind(1, partition.Code()).Step() ? $"position {rows.Long(0)}: the row's stream number is not its stream's" : null;
    }

    private static IEnumerable<string> WrongDue(SqliteFile file, VerifyQuestion question)
    {
        var stored = new HashSet<(string Stream, Deadline Deadline)>();
        using (var rows = file.Prepare("SELECT dueAt, partition, stream, kind, subjectId, armedBy, area FROM due WHERE partition = ?"))
        {
            rows.Bind(1, question.Partition.Code());
            while (rows.Step())
            {
                if (Readable<DueRow?>(() => SqliteRows.Due(rows)) is { } due) stored.Add((due.Stream, due.Deadline));
                else yield return $"due: a row of {rows.Text(2)} cannot be read";
            }
        }
        foreach (var (stream, entries) in Streams(file, question))
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
    private static IEnumerable<(string Stream, List<JournalEntry>? Entries)> Streams(SqliteFile file, VerifyQuestion question)
    {
        using var rows = file.Prepare($"SELECT {SqliteRows.EntryColumns} FROM entries WHERE partition = ? ORDER BY streamNo, version");
        rows.Bind(1, question.Partition.Code());
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
            if (Readable(() => SqliteRows.Entry(rows, question.Instance, question.Partition)) is { } entry) entries?.Add(entry);
            else entries = null;
        }
        if (stream is not null) yield return (stream, entries);
    }

    private static IEnumerable<string> LostText(SqliteFile file, VerifyQuestion question)
    {
        var kept = new HashSet<string>();
        using (var vault = file.Prepare("SELECT rowId FROM vault"))
            while (vault.Step()) kept.Add(vault.Text(0));
        using var rows = file.Prepare("SELECT position, payload FROM entries WHERE partition = ? ORDER BY position");
        rows.Bind(1, question.Partition.Code());
        while (rows.Step())
        {
            if (Readable(() => question.VaultRowsIn(rows.Text(1)).ToList()) is not { } mentioned)
            {
                yield return $"vault: the payload at position {rows.Long(0)} cannot be read";
                continue;
            }
            foreach (var rowId in mentioned)
                if (!kept.Contains(rowId) && !question.IsErased(rowId)) yield return $"vault: row {rowId}, mentioned at position {rows.Long(0)}, is neither kept nor erased";
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
