using Npgsql;

namespace GridActors.Silo.Leases;

/// <summary>The leases in the control table of a PostgreSQL district. Each statement is one transaction; nobody's clock but the database's is read.</summary>
internal sealed class PostgresLeases(NpgsqlDataSource database) : ILeaseTable
{
    private const string Take = """
        UPDATE control.control SET leaseOwner = $2, leaseExpiry = clock_timestamp() + $3, fencing = fencing + 1
        WHERE instance = $1 AND (leaseExpiry IS NULL OR leaseExpiry <= clock_timestamp())
        RETURNING fencing
        """;

    private const string Extend = """
        UPDATE control.control SET leaseExpiry = clock_timestamp() + $4
        WHERE instance = $1 AND leaseOwner = $2 AND fencing = $3 AND leaseExpiry > clock_timestamp()
        """;

    private const string GiveBack = "UPDATE control.control SET leaseExpiry = NULL WHERE instance = $1 AND leaseOwner = $2 AND fencing = $3";

    private const string Held = "SELECT instance, leaseOwner FROM control.control WHERE leaseExpiry > clock_timestamp()";

    public async ValueTask<Lease?> TryTake(string instance, string owner, TimeSpan period)
    {
        await using var command = Command(Take, instance, owner, period);
        return await command.ExecuteScalarAsync() is long fence ? new(instance, owner, fence) : null;
    }

    public async ValueTask<bool> Renew(Lease lease, TimeSpan period)
    {
        await using var command = Command(Extend, lease.Instance, lease.Owner, lease.Fence, period);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    public async ValueTask Release(Lease lease)
    {
        await using var command = Command(GiveBack, lease.Instance, lease.Owner, lease.Fence);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask<IReadOnlyList<LeaseHolder>> Holders()
    {
        await using var command = Command(Held);
        await using var rows = await command.ExecuteReaderAsync();
        List<LeaseHolder> holders = [];
        while (await rows.ReadAsync()) holders.Add(new(rows.GetString(0), rows.GetString(1)));
        return holders;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
