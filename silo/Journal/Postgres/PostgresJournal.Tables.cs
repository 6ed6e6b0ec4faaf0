using GridActors.Journal;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>The tables beside the entries: deadlines and followers.</summary>
public sealed partial class PostgresJournal : IFencedFollowers
{
    /// <summary>The row of a lease while it is this process's; locked, so that a takeover waits for the write and the successor reads it.</summary>
    private const string Lease = "SELECT FROM control.control WHERE instance = $1 AND fencing = $2 FOR SHARE";

    public event Action<string, DateTimeOffset>? Armed;

    public async ValueTask<IReadOnlyList<DueRow>> ReadDue(string instance, DateTimeOffset upTo, int limit)
    {
        var from = Of(instance);
        return await from.All(
            $"""
            SELECT dueAt, partition, stream, kind, subjectId, armedBy, area FROM {from.Schema}.due WHERE dueAt <= $1
            ORDER BY dueAt, partition, stream, kind, subjectId, armedBy LIMIT $2
            """,
            PostgresRows.Due, Instants.Text(upTo), limit);
    }

    public async ValueTask<DateTimeOffset?> Earliest(string instance)
    {
        var from = Of(instance);
        return await from.First<DateTimeOffset?>($"SELECT dueAt FROM {from.Schema}.due ORDER BY dueAt LIMIT 1", row => Instants.Parse(row.GetString(0)));
    }

    public async ValueTask<bool> StillThere(string instance, DueRow row)
    {
        var from = Of(instance);
        return await from.First(
            $"SELECT true FROM {from.Schema}.due WHERE dueAt = $1 AND partition = $2 AND stream = $3 AND kind = $4 AND subjectId = $5 AND armedBy = $6",
            found => found.GetBoolean(0), Instants.Text(row.Deadline.DueAt), row.Partition.Code(), row.Stream, row.Deadline.Kind, row.Deadline.SubjectId, row.Deadline.ArmedBy);
    }

    public void Fence(string instance, long? number) => Of(instance).Fence = number;

    public async ValueTask<long> ReadFollowed(string instance, Partition partition)
    {
        var from = Of(instance);
        return await from.First($"SELECT position FROM {from.Schema}.followers WHERE partition = $1", row => row.GetInt64(0), partition.Code());
    }

    public ValueTask SaveFollowed(string instance, Partition partition, long position) => AsFollower(
        instance,
        $"INSERT INTO {Of(instance).Schema}.followers (partition, position) SELECT $3, $4 FROM lease ON CONFLICT (partition) DO UPDATE SET position = excluded.position",
        partition.Code(), position);

    public async ValueTask<IReadOnlyList<ParkedRow>> ReadParked(string instance, Partition partition)
    {
        var from = Of(instance);
        return await from.All(
            $"SELECT target, cause, name, n, tries, error FROM {from.Schema}.parked WHERE partition = $1 ORDER BY target, cause, name, n",
            row => new ParkedRow(partition, row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetString(5)), partition.Code());
    }

    public ValueTask Park(string instance, ParkedRow row) => AsFollower(
        instance,
        $"""
        INSERT INTO {Of(instance).Schema}.parked (partition, target, cause, name, n, tries, error) SELECT $3, $4, $5, $6, $7, $8, $9 FROM lease
        ON CONFLICT (partition, target, cause, name, n) DO UPDATE SET tries = excluded.tries, error = excluded.error
        """,
        row.Partition.Code(), row.Target, row.Cause, row.Name, row.N, row.Tries, row.Error);

    public ValueTask Unpark(string instance, ParkedRow row) => AsFollower(
        instance,
        $"""
        DELETE FROM {Of(instance).Schema}.parked USING lease
        WHERE partition = $3 AND target = $4 AND cause = $5 AND name = $6 AND n = $7
        """,
        row.Partition.Code(), row.Target, row.Cause, row.Name, row.N);

    /// <summary>Writes while this process holds the lease; without a number, whatever the lease says.</summary>
    /// <exception cref="SupersededFollowerException">Another process holds it.</exception>
    private async ValueTask AsFollower(string instance, string write, params object[] values)
    {
        var open = Of(instance);
        var fence = open.Fence;
        var held = fence is null ? "SELECT WHERE $1 <> '' AND $2 = 0" : Lease;
        var isHeld = await open.First(
            $"WITH lease AS MATERIALIZED ({held}), written AS ({write} RETURNING 1) SELECT EXISTS (SELECT FROM lease), (SELECT count(*) FROM written)",
            row => row.GetBoolean(0), [instance, fence ?? 0L, .. values]);
        if (!isHeld) throw new SupersededFollowerException(instance);
    }
}
