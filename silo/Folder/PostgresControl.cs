using GridActors.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;
using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>The control table on PostgreSQL, in the schema <c>control</c>; written by whoever holds the database, several processes of a cluster at once too.</summary>
internal sealed class PostgresControl(NpgsqlDataSource database, TimeProvider time) : IControlTable
{
    /// <summary>Two processes that make a realm at once take turns; let go with the transaction.</summary>
    private const string TakeTurns = "SELECT pg_advisory_xact_lock(hashtextextended('gridactors control', 0))";

    private const string SelectInstance = """
        SELECT c.instance, c.name, c.kind, c.registryHash, c.formatVersion, n.current = c.instance
        FROM control.control AS c JOIN control.names AS n ON n.name = c.name
        """;

    public bool HasSecrets => Run(at => Read(at, "SELECT 1 FROM control.control LIMIT 1", row => true).Count > 0);

    public IReadOnlyList<RealmInstance> Instances() => Run(at => Read(at, $"{SelectInstance} ORDER BY c.instance COLLATE \"C\"", ToInstance));

    public RealmInstance? Find(string realm) => Run(at => Find(at, realm));

    public RealmInstance Create(string name, RealmKind kind, ulong? seed, KeyFile keys)
    {
        RealmNaming.Check(name, kind);
        return Transact(at => Create(at, name, kind, seed, keys));
    }

    public RealmInstance FindOrCreate(string name, RealmKind kind, ulong? seed, KeyFile keys)
    {
        RealmNaming.Check(name, kind);
        return Transact(at =>
        {
            if (Find(at, name) is { IsCurrent: true } current) return current;
            var made = Create(at, name, kind, seed, keys);
            MakeCurrent(at, made.Instance);
            return made with { IsCurrent = true };
        });
    }

    public void MakeCurrent(string instance) => Transact(at => MakeCurrent(at, instance));

    public void SetRegistryHash(string instance, string hash) =>
        Transact(at => WriteOne(at, "UPDATE control.control SET registryHash = $1 WHERE instance = $2", instance, hash, instance));

    public void Drop(string instance) => Transact(at =>
    {
        var found = Read(at, $"{SelectInstance} WHERE c.instance = $1", ToInstance, instance).FirstOrDefault() ?? throw new UnknownInstanceException(instance);
        RealmNaming.RefuseToDrop(found);
        Write(at, "DELETE FROM control.control WHERE instance = $1", instance);
        Write(at, "UPDATE control.names SET current = '' WHERE current = $1", instance);
        return Write(at, "INSERT INTO control.dropped (instance, droppedAt) VALUES ($1, $2)", instance, Instants.Text(time.GetUtcNow()));
    });

    public IReadOnlyList<string> Dropped() => Run(at => Read(at, "SELECT instance FROM control.dropped ORDER BY instance COLLATE \"C\"", row => row.GetString(0)));

    public WrappedKey WrappedSecret(string instance) => Run(at => WrappedSecret(at, instance));

    public void RewrapSecrets(KeyFile keys) => Transact(at =>
    {
        var instances = Read(at, "SELECT instance FROM control.control", row => row.GetString(0));
        foreach (var instance in instances)
        {
            var secret = keys.Rewrap(KeyPurpose.RealmSecret, instance, subject: "", WrappedSecret(at, instance));
            Write(at, "UPDATE control.control SET wrappedSecret = $1, keyGeneration = $2 WHERE instance = $3", secret.Bytes, secret.Generation, instance);
        }
        return instances.Count;
    });

    /// <summary>The data source is its owner's.</summary>
    public void Dispose() { }

    private static RealmInstance? Find(NpgsqlConnection at, string realm) => Read(
        at, $"{SelectInstance} WHERE c.instance = $1 OR n.current = c.instance AND c.name = $1 ORDER BY n.current = c.instance DESC", ToInstance, realm).FirstOrDefault();

    private static RealmInstance Create(NpgsqlConnection at, string name, RealmKind kind, ulong? seed, KeyFile keys)
    {
        var number = 1 + Read(at, "SELECT lastNumber FROM control.names WHERE name = $1", row => row.GetInt32(0), name).FirstOrDefault();
        var instance = RealmNaming.Instance(name, kind, number);
        if (Read(at, "SELECT 1 FROM control.control WHERE instance = $1 UNION ALL SELECT 1 FROM control.dropped WHERE instance = $1", row => true, instance).Count > 0)
            throw new InvalidOperationException($"the realm instance {instance} was made before; no name is used twice");
        var secret = keys.Wrap(KeyPurpose.RealmSecret, instance, subject: "", RealmSecrets.Mint(kind, seed));
        Write(at, "INSERT INTO control.control (instance, name, kind, registryHash, wrappedSecret, keyGeneration, formatVersion) VALUES ($1, $2, $3, '', $4, $5, $6)",
            instance, name, kind.Code(), secret.Bytes, secret.Generation, PostgresSchema.FormatVersion);
        Write(at, "INSERT INTO control.names (name, current, lastNumber) VALUES ($1, '', $2) ON CONFLICT (name) DO UPDATE SET lastNumber = $2", name, number);
        return new(instance, name, kind, RegistryHash: "", PostgresSchema.FormatVersion) { IsCurrent = false };
    }

    private static int MakeCurrent(NpgsqlConnection at, string instance) => WriteOne(
        at, "UPDATE control.names SET current = $1 WHERE name = (SELECT name FROM control.control WHERE instance = $1)", instance, instance);

    private static WrappedKey WrappedSecret(NpgsqlConnection at, string instance) =>
        Read(at, "SELECT keyGeneration, wrappedSecret FROM control.control WHERE instance = $1", row => new WrappedKey(row.GetInt32(0), row.GetFieldValue<byte[]>(1)), instance)
            .FirstOrDefault() ?? throw new UnknownInstanceException(instance);

    private static RealmInstance ToInstance(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), RealmNaming.KindOf(row.GetString(0), row.GetString(2)), row.GetString(3), row.GetInt32(4)) { IsCurrent = row.GetBoolean(5) };

    private static int WriteOne(NpgsqlConnection at, string sql, string instance, params object[] values) =>
        Write(at, sql, values) == 1 ? 1 : throw new UnknownInstanceException(instance);

    private static int Write(NpgsqlConnection at, string sql, params object[] values)
    {
        using var command = Command(at, sql, values);
        return command.ExecuteNonQuery();
    }

    private static List<T> Read<T>(NpgsqlConnection at, string sql, Func<NpgsqlDataReader, T> row, params object[] values)
    {
        using var command = Command(at, sql, values);
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlConnection at, string sql, object[] values)
    {
        NpgsqlCommand command = new(sql, at);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private T Transact<T>(Func<NpgsqlConnection, T> work) => Run(at =>
    {
        using var transaction = at.BeginTransaction();
        Read(at, TakeTurns, row => true);
        var answer = work(at);
        transaction.Commit();
        return answer;
    });

    /// <summary>Each call on a connection of its own; what fails is the database, not the caller.</summary>
    private T Run<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            using var at = database.OpenConnection();
            return work(at);
        }
        catch (NpgsqlException failure)
        {
            throw new JournalUnavailableException($"the control table cannot be reached: {failure.Message}", failure);
        }
    }
}
