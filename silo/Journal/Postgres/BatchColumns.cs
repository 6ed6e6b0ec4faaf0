using GridActors.Journal;
using NpgsqlTypes;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The columns of entries on their way into the table, without the partition.</summary>
internal sealed class EntryColumns(ManyRows rows)
{
    private readonly List<long> positions = rows.Column<long>(NpgsqlDbType.Bigint);
    private readonly List<string> streams = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<int> versions = rows.Column<int>(NpgsqlDbType.Integer);
    private readonly List<int> ordinals = rows.Column<int>(NpgsqlDbType.Integer);
    private readonly List<string> instants = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> recorded = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> commandIds = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> causes = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<int> tieRanks = rows.Column<int>(NpgsqlDbType.Integer);
    private readonly List<string> names = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<int> nameVersions = rows.Column<int>(NpgsqlDbType.Integer);
    private readonly List<string> payloads = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<byte[]> hashes = rows.Column<byte[]>(NpgsqlDbType.Bytea);

    /// <summary>Adds an entry behind the one with the given hash; answers its own.</summary>
    public byte[] Add(JournalEntry entry, RowBytes row, ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> instanceUtf8, string partition)
    {
        var (at, recordedAt, command) = (Instants.Text(entry.At), Instants.Text(entry.RecordedAt), entry.Command.ToString());
        row.Begin(previousHash, instanceUtf8);
        row.Add(partition);
        row.Add(entry.Position);
        row.Add(entry.Stream.Name);
        row.Add(entry.Version);
        row.Add(entry.Ordinal);
        row.Add(at);
        row.Add(recordedAt);
        row.Add(command);
        row.Add(entry.Cause);
        row.Add((int)entry.TieRank);
        row.Add(entry.Name);
        row.Add(entry.NameVersion);
        row.Add(entry.Payload);
        var hash = new byte[RowBytes.HashBytes];
        row.Hash(hash);
        positions.Add(entry.Position);
        streams.Add(entry.Stream.Name);
        versions.Add(entry.Version);
        ordinals.Add(entry.Ordinal);
        instants.Add(at);
        recorded.Add(recordedAt);
        commandIds.Add(command);
        causes.Add(entry.Cause);
        tieRanks.Add((int)entry.TieRank);
        names.Add(entry.Name);
        nameVersions.Add(entry.NameVersion);
        payloads.Add(entry.Payload);
        hashes.Add(hash);
        return hash;
    }
}

/// <summary>The columns of deadlines on their way into the table or out of it, without the partition.</summary>
internal sealed class DueColumns(ManyRows rows)
{
    private readonly List<string> instants = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> streams = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> kinds = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<string> subjects = rows.Column<string>(NpgsqlDbType.Text);
    private readonly List<int> armedBy = rows.Column<int>(NpgsqlDbType.Integer);

    /// <summary>The areas written beside armed deadlines.</summary>
    public List<string>? Areas { get; init; }

    public void Add(string stream, Deadline deadline, string? area)
    {
        instants.Add(Instants.Text(deadline.DueAt));
        streams.Add(stream);
        kinds.Add(deadline.Kind);
        subjects.Add(deadline.SubjectId);
        armedBy.Add(deadline.ArmedBy);
        Areas?.Add(area ?? "");
    }
}
