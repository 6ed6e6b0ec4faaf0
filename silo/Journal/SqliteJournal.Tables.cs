using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>The tables beside the entries: deadlines and followers.</summary>
public sealed partial class SqliteJournal
{
    private const string DueColumns = "dueAt, partition, stream, kind, subjectId, armedBy, area";

    public event Action<string, DateTimeOffset>? Armed;

    public ValueTask<IReadOnlyList<DueRow>> ReadDue(string instance, DateTimeOffset upTo, int limit) => new(Of(instance).Reader.All(
        $"SELECT {DueColumns} FROM due WHERE dueAt <= ? ORDER BY dueAt, partition, stream, kind, subjectId, armedBy LIMIT ?",
        rows => rows.Bind(1, Instants.Text(upTo)).Bind(2, limit),
        StoredRows.Due));

    public ValueTask<DateTimeOffset?> Earliest(string instance) => new(Of(instance).Reader.First<DateTimeOffset?>(
        "SELECT dueAt FROM due ORDER BY dueAt LIMIT 1", _ => { }, row => Instants.Parse(row.Text(0))));

    public ValueTask<bool> StillThere(string instance, DueRow row) => new(Of(instance).Reader.First(
        "SELECT 1 FROM due WHERE dueAt = ? AND partition = ? AND stream = ? AND kind = ? AND subjectId = ? AND armedBy = ?",
        found => found.Bind(1, Instants.Text(row.Deadline.DueAt)).Bind(2, row.Partition.Code()).Bind(3, row.Stream)
            .Bind(4, row.Deadline.Kind).Bind(5, row.Deadline.SubjectId).Bind(6, row.Deadline.ArmedBy),
        _ => true));

    public ValueTask<long> ReadFollowed(string instance, Partition partition) => new(Of(instance).Reader.First(
        "SELECT position FROM followers WHERE partition = ?", row => row.Bind(1, partition.Code()), row => row.Long(0)));

    public async ValueTask SaveFollowed(string instance, Partition partition, long position) => await Of(instance).Write(file =>
    {
        using var save = file.Prepare("INSERT INTO followers (partition, position) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET position = ?2");
        save.Bind(1, partition.Code()).Bind(2, position).Run();
    });

    public ValueTask<IReadOnlyList<ParkedRow>> ReadParked(string instance, Partition partition) => new(Of(instance).Reader.All(
        "SELECT target, cause, name, n, tries, error FROM parked WHERE partition = ? ORDER BY target, cause, name, n",
        rows => rows.Bind(1, partition.Code()),
        row => new ParkedRow(partition, row.Text(0), row.Text(1), row.Text(2), row.Int(3), row.Int(4), row.Text(5))));

    public async ValueTask Park(string instance, ParkedRow row) => await Of(instance).Write(file =>
    {
        using var park = file.Prepare(
            """
            INSERT INTO parked (partition, target, cause, name, n, tries, error) VALUES (?, ?, ?, ?, ?, ?6, ?7)
            ON CONFLICT DO UPDATE SET tries = ?6, error = ?7
            """);
        park.Bind(1, row.Partition.Code()).Bind(2, row.Target).Bind(3, row.Cause).Bind(4, row.Name).Bind(5, row.N).Bind(6, row.Tries).Bind(7, row.Error).Run();
    });

    public async ValueTask Unpark(string instance, ParkedRow row) => await Of(instance).Write(file =>
    {
        using var unpark = file.Prepare("DELETE FROM parked WHERE partition = ? AND target = ? AND cause = ? AND name = ? AND n = ?");
        unpark.Bind(1, row.Partition.Code()).Bind(2, row.Target).Bind(3, row.Cause).Bind(4, row.Name).Bind(5, row.N).Run();
    });
}
