using System.Buffers.Binary;
using System.Text;
using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>Writes commands inside the writer's transaction, in order: the command's id, the fence, the look-ups, then every row of it.</summary>
internal sealed class SqliteAppend : IDisposable
{
    private const int IdBytes = 16;

    private readonly byte[] instanceUtf8;
    private readonly RowBytes row = new();
    private readonly SqliteStreams streams;
    private readonly SqliteStatement findCommand, currentVersion, addEntry, addCommand, clearDue, armDue;
    private readonly SqliteVaultWrites vault;
    private List<JournalEntry> written = [];
    private Partition partition;
    private string partitionCode = "";
    private DateTimeOffset recordedAt;
    private string recordedAtText = "";
    private ReadOnlyMemory<byte> lastHash;

    public SqliteAppend(string instance, SqliteFile file)
    {
        instanceUtf8 = Encoding.UTF8.GetBytes(instance);
        streams = new(file);
        findCommand = file.Prepare("SELECT version, bodyForm, bodyHmac FROM commandRows WHERE streamNo = ? AND commandId = ?");
        currentVersion = file.Prepare("SELECT version FROM entries WHERE streamNo = ? ORDER BY version DESC LIMIT 1");
        addEntry = file.Prepare($"INSERT INTO entries ({RowBytes.HashedColumns}, hash, streamNo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        addCommand = file.Prepare("INSERT INTO commandRows (streamNo, commandId, version, bodyForm, bodyHmac) VALUES (?, ?, ?, ?, ?)");
        clearDue = file.Prepare("DELETE FROM due WHERE dueAt = ? AND partition = ? AND stream = ? AND kind = ? AND subjectId = ? AND armedBy = ?");
        armDue = file.Prepare(
            "INSERT INTO due (dueAt, partition, stream, kind, subjectId, armedBy, area) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        vault = new(file, streams);
    }

    /// <summary>The position of the last row written, or the head's.</summary>
    public long Position { get; private set; }

    public ReadOnlyMemory<byte> LastHash => lastHash;

    /// <summary>Begins a batch after the given head; entries written are added to the list.</summary>
    public void Start(Partition lane, JournalHead head, DateTimeOffset now, List<JournalEntry> entries)
    {
        (partition, partitionCode, recordedAt, recordedAtText) = (lane, lane.Code(), now, Instants.Text(now));
        (Position, lastHash, written) = (head.Position, head.Hash, entries);
    }

    /// <summary>Where the batch stands, for <see cref="BackTo"/>.</summary>
    public (long Position, ReadOnlyMemory<byte> Hash, int Written) Mark() => (Position, lastHash, written.Count);

    /// <summary>Forgets what was written after the mark; the caller has rolled it back.</summary>
    public void BackTo((long Position, ReadOnlyMemory<byte> Hash, int Written) mark)
    {
        (Position, lastHash) = (mark.Position, mark.Hash);
        written.RemoveRange(mark.Written, written.Count - mark.Written);
        streams.ForgetAll();
    }

    /// <summary>Forgets what is known without reading: the transaction was rolled back, or somebody else has written.</summary>
    public void ForgetAll() => streams.ForgetAll();

    /// <summary>Writes one command, or tells why not; a command that is not accepted leaves no row.</summary>
    public AppendAnswer Write(AppendRequest request)
    {
        Span<byte> command = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt128BigEndian(command, request.Command.Value);
        var begun = request.ExpectedVersion == 0 ? streams.TryAdd(partitionCode, request.Stream.Name) : null; // most that expect a new stream are right
        var stream = begun is null ? streams.Look(partitionCode, request.Stream.Name) : null;
        if (stream is { } there && Known(there.StreamNo, command) is { } known)
            return new(request.Body.Differs(known.Body) ? AppendOutcome.OtherBody : AppendOutcome.Repeated, known.Version, 0, 0);
        var current = stream is { } old ? old.Version ?? CurrentVersion(old.StreamNo) : 0;
        if (current != request.ExpectedVersion) return new(AppendOutcome.Conflict, current, 0, 0);
        var streamNo = begun ?? stream!.Value.StreamNo;
        if (!vault.TryAddLookups(request.Vault.Lookups, request.Stream.Name, streamNo))
        {
            if (begun is not null) streams.Drop(streamNo);
            return new(AppendOutcome.OtherBody, current, 0, 0);
        }

        var version = AddEntries(request, streamNo);
        AddCommand(request, streamNo, command, version);
        foreach (var deadline in request.Cleared) BindDue(clearDue, request, deadline).Run();
        foreach (var deadline in request.Armed) BindDue(armDue, request, deadline).Bind(7, request.Area).Run();
        vault.Write(request.Vault, partitionCode, request.Stream.Name, streamNo);
        streams.Remember(partitionCode, request.Stream.Name, streamNo, version);
        return request.Events.IsEmpty
            ? new(AppendOutcome.Accepted, version, 0, 0)
            : new(AppendOutcome.Accepted, version, Position, BinaryPrimitives.ReadUInt64BigEndian(lastHash.Span));
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<IDisposable>)[streams, findCommand, currentVersion, addEntry, addCommand, clearDue, armDue, vault]) statement.Dispose();
    }

    private KnownCommand? Known(long streamNo, ReadOnlySpan<byte> command)
    {
        if (!findCommand.Bind(1, streamNo).BindBlob(2, command).Step()) return null;
        var known = SqliteRows.Command(findCommand);
        findCommand.Reset();
        return known;
    }

    private int CurrentVersion(long streamNo)
    {
        if (!currentVersion.Bind(1, streamNo).Step()) return 0;
        var version = currentVersion.Int(0);
        currentVersion.Reset();
        return version;
    }

    private int AddEntries(AppendRequest request, long streamNo)
    {
        var version = request.ExpectedVersion;
        if (request.Events.IsEmpty) return version;
        var (at, command) = (Instants.Text(request.At), request.Command.ToString());
        for (var ordinal = 0; ordinal < request.Events.Length; ordinal++)
        {
            var happened = request.Events[ordinal];
            var entry = new JournalEntry
            {
                Stream = request.Stream,
                Position = Position + 1,
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
                Hash = Add(request, streamNo, happened, version, ordinal, at, command),
                Decoded = happened.Event,
            };
            written.Add(entry);
            (Position, lastHash) = (entry.Position, entry.Hash);
        }
        return version;
    }

    private byte[] Add(AppendRequest request, long streamNo, NewEvent happened, int version, int ordinal, string at, string command)
    {
        row.Begin(lastHash.Span, instanceUtf8);
        row.Add(partitionCode);
        row.Add(Position + 1);
        row.Add(request.Stream.Name);
        row.Add(version);
        row.Add(ordinal);
        row.Add(at);
        row.Add(recordedAtText);
        row.Add(command);
        row.Add(request.Cause);
        row.Add((int)request.TieRank);
        row.Add(happened.Name);
        row.Add(happened.NameVersion);
        row.Add(happened.Payload);
        var hash = new byte[RowBytes.HashBytes];
        row.Hash(hash);
        addEntry.Bind(1, row.Column(1)).Bind(2, Position + 1).Bind(3, row.Column(3)).Bind(4, version).Bind(5, ordinal)
            .Bind(6, row.Column(6)).Bind(7, row.Column(7)).Bind(8, row.Column(8)).Bind(9, row.Column(9)).Bind(10, (int)request.TieRank)
            .Bind(11, row.Column(11)).Bind(12, happened.NameVersion).Bind(13, row.Column(13)).BindBlob(14, hash).Bind(15, streamNo).Run();
        return hash;
    }

    private void AddCommand(AppendRequest request, long streamNo, ReadOnlySpan<byte> command, int version)
    {
        addCommand.Bind(1, streamNo).BindBlob(2, command).Bind(3, version).Bind(4, request.Body.Form);
        if (request.Body.Form == 0)
        {
            addCommand.BindNull(5).Run();
            return;
        }
        Span<byte> mac = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt128BigEndian(mac, request.Body.Hmac);
        addCommand.BindBlob(5, mac).Run();
    }

    private SqliteStatement BindDue(SqliteStatement statement, AppendRequest request, Deadline deadline) =>
        statement.Bind(1, Instants.Text(deadline.DueAt)).Bind(2, partitionCode).Bind(3, request.Stream.Name)
            .Bind(4, deadline.Kind).Bind(5, deadline.SubjectId).Bind(6, deadline.ArmedBy);
}
