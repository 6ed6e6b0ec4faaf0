using GridActors.Journal;
using GridActors.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace GridActors.Silo.Folder;

/// <summary>
/// The realm instances of a data folder: their names, secrets (wrapped), registries and formats. One small SQLite file, every write durable
/// when its call returns. Safe to call from any thread; the process holds the folder's lock.
/// </summary>
public sealed class ControlDatabase : IControlTable
{
    /// <summary>SQLite before it could corrupt a database when its write-ahead log started over.</summary>
    private static readonly Version SqliteMin = new(3, 51, 3);

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly TimeProvider time;

    private ControlDatabase(SqliteConnection connection, TimeProvider time) => (this.connection, this.time) = (connection, time);

    /// <summary>Opens the folder's control database, made or migrated as needed.</summary>
    /// <exception cref="FolderRefusedException">A newer build wrote it, or this build's SQLite is too old to be trusted.</exception>
    public static ControlDatabase Open(DataFolder folder, TimeProvider time)
    {
        PrivateFiles.Touch(folder.Control);
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = folder.Control, Pooling = false }.ToString());
        try
        {
            connection.Open();
            if (Version.Parse(connection.ServerVersion) < SqliteMin)
                throw new FolderRefusedException($"SQLite {connection.ServerVersion} is older than {SqliteMin} and can corrupt a database; use the one this build ships.");
            ControlDatabase control = new(connection, time);
            control.Write("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
            ControlSchema.Migrate(connection, folder.Root);
            return control;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>For a command that only looks, beside a running service or without one: nothing is made, migrated or changed.</summary>
    /// <exception cref="FolderRefusedException">There is none, or it is of another format than this build's.</exception>
    public static ControlDatabase OpenReadOnly(DataFolder folder)
    {
        if (!File.Exists(folder.Control)) throw new FolderRefusedException($"There is no district in {folder.Root}. Name its folder: --data DIR.");
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = folder.Control, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        try
        {
            connection.Open();
            ControlSchema.Require(connection, folder.Root);
            return new(connection, TimeProvider.System);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public bool HasSecrets
    {
        get { lock (gate) return Read("SELECT 1 FROM control LIMIT 1", row => true).Count > 0; }
    }

    public IReadOnlyList<RealmInstance> Instances()
    {
        lock (gate) return Read($"{SelectInstance} ORDER BY control.instance", ToInstance);
    }

    public RealmInstance? Find(string realm)
    {
        lock (gate)
            return Read($"{SelectInstance} WHERE control.instance = $realm OR names.current = control.instance AND control.name = $realm "
                + "ORDER BY names.current = control.instance DESC", ToInstance, ("$realm", realm)).FirstOrDefault();
    }

    public RealmInstance Create(string name, RealmKind kind, ulong? seed, KeyFile keys)
    {
        RealmNaming.Check(name, kind);
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            var number = 1 + Read("SELECT lastNumber FROM names WHERE name = $name", row => row.GetInt32(0), ("$name", name)).FirstOrDefault();
            var instance = RealmNaming.Instance(name, kind, number);
            if (WasUsed(instance))
                throw new InvalidOperationException($"the realm instance {instance} was made before; no name is used twice");
            var secret = keys.Wrap(KeyPurpose.RealmSecret, instance, subject: "", RealmSecrets.Mint(kind, seed));
            Write("INSERT INTO control (instance, name, kind, registryHash, wrappedSecret, keyGeneration, formatVersion) VALUES ($i, $name, $kind, '', $secret, $generation, $format)",
                ("$i", instance), ("$name", name), ("$kind", kind.Code()), ("$secret", secret.Bytes), ("$generation", secret.Generation), ("$format", ControlSchema.FormatVersion));
            Write("INSERT INTO names VALUES ($name, '', $number) ON CONFLICT (name) DO UPDATE SET lastNumber = $number", ("$name", name), ("$number", number));
            transaction.Commit();
            return new(instance, name, kind, RegistryHash: "", ControlSchema.FormatVersion) { IsCurrent = false };
        }
    }

    public RealmInstance FindOrCreate(string name, RealmKind kind, ulong? seed, KeyFile keys)
    {
        lock (gate)
        {
            if (Find(name) is { IsCurrent: true } current) return current;
            var made = Create(name, kind, seed, keys);
            MakeCurrent(made.Instance);
            return made with { IsCurrent = true };
        }
    }

    public void MakeCurrent(string instance) => WriteOne(
        "UPDATE names SET current = $i WHERE name = (SELECT name FROM control WHERE instance = $i)", instance, ("$i", instance));

    public void SetRegistryHash(string instance, string hash) => WriteOne(
        "UPDATE control SET registryHash = $hash WHERE instance = $i", instance, ("$i", instance), ("$hash", hash));

    public void Drop(string instance)
    {
        lock (gate)
        {
            var found = Read($"{SelectInstance} WHERE control.instance = $i", ToInstance, ("$i", instance)).FirstOrDefault() ?? throw new UnknownInstanceException(instance);
            RealmNaming.RefuseToDrop(found);
            using var transaction = connection.BeginTransaction();
            Write("DELETE FROM control WHERE instance = $i", ("$i", instance));
            Write("UPDATE names SET current = '' WHERE current = $i", ("$i", instance));
            Write("INSERT INTO dropped VALUES ($i, $at)", ("$i", instance), ("$at", Instants.Text(time.GetUtcNow())));
            transaction.Commit();
        }
    }

    public IReadOnlyList<string> Dropped()
    {
        lock (gate) return Read("SELECT instance FROM dropped ORDER BY instance", row => row.GetString(0));
    }

    /// <summary>The last number given under each realm's name, in the order of the names.</summary>
    public IReadOnlyList<(string Name, int Number)> LastNumbers()
    {
        lock (gate) return Read("SELECT name, lastNumber FROM names ORDER BY name", row => (row.GetString(0), row.GetInt32(1)));
    }

    /// <summary>Puts back instances that were taken out of another district or a backup, with their secrets as they were wrapped, in one transaction; names never sink.</summary>
    /// <param name="beforeCommit">What else must have happened when they are known.</param>
    /// <exception cref="InvalidOperationException">An instance of that name is here, or was dropped here.</exception>
    public void PutBack(
        IReadOnlyList<(RealmInstance Instance, WrappedKey Secret)> instances, IReadOnlyList<(string Name, int Number)> lastNumbers, IReadOnlyList<string> dropped, Action beforeCommit)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var (name, number) in lastNumbers)
                Write("INSERT INTO names VALUES ($name, '', $number) ON CONFLICT (name) DO UPDATE SET lastNumber = max(lastNumber, $number)", ("$name", name), ("$number", number));
            foreach (var one in dropped)
                Write("INSERT INTO dropped VALUES ($i, $at) ON CONFLICT DO NOTHING", ("$i", one), ("$at", Instants.Text(time.GetUtcNow())));
            foreach (var (instance, secret) in instances)
            {
                if (WasUsed(instance.Instance)) throw new InvalidOperationException($"the realm instance {instance.Instance} was made before; no name is used twice");
                Write("INSERT INTO control (instance, name, kind, registryHash, wrappedSecret, keyGeneration, formatVersion) VALUES ($i, $name, $kind, $hash, $secret, $generation, $format)",
                    ("$i", instance.Instance), ("$name", instance.Name), ("$kind", instance.Kind.Code()), ("$hash", instance.RegistryHash), ("$secret", secret.Bytes),
                    ("$generation", secret.Generation), ("$format", ControlSchema.FormatVersion));
                Write("INSERT INTO names VALUES ($name, '', 1) ON CONFLICT DO NOTHING", ("$name", instance.Name));
                if (instance.IsCurrent) Write("UPDATE names SET current = $i WHERE name = $name AND current = ''", ("$i", instance.Instance), ("$name", instance.Name));
            }
            beforeCommit();
            transaction.Commit();
        }
    }

    /// <summary>Whether an instance of this name is here, or was once.</summary>
    public bool WasUsed(string instance)
    {
        lock (gate) return Read("SELECT 1 FROM control WHERE instance = $i UNION ALL SELECT 1 FROM dropped WHERE instance = $i", row => true, ("$i", instance)).Count > 0;
    }

    public WrappedKey WrappedSecret(string instance)
    {
        lock (gate)
            return Read("SELECT keyGeneration, wrappedSecret FROM control WHERE instance = $i", row => new WrappedKey(row.GetInt32(0), row.GetFieldValue<byte[]>(1)), ("$i", instance))
                .FirstOrDefault() ?? throw new UnknownInstanceException(instance);
    }

    public void RewrapSecrets(KeyFile keys)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var instance in Read("SELECT instance FROM control", row => row.GetString(0)))
            {
                var secret = keys.Rewrap(KeyPurpose.RealmSecret, instance, subject: "", WrappedSecret(instance));
                Write("UPDATE control SET wrappedSecret = $secret, keyGeneration = $generation WHERE instance = $i",
                    ("$secret", secret.Bytes), ("$generation", secret.Generation), ("$i", instance));
            }
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        lock (gate) connection.Dispose();
    }

    private const string SelectInstance = """
        SELECT control.instance, control.name, control.kind, control.registryHash, control.formatVersion, names.current = control.instance
        FROM control JOIN names ON names.name = control.name
        """;

    private static RealmInstance ToInstance(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), RealmNaming.KindOf(row.GetString(0), row.GetString(2)), row.GetString(3), row.GetInt32(4)) { IsCurrent = row.GetBoolean(5) };

    private void WriteOne(string sql, string instance, params (string Name, object Value)[] values)
    {
        lock (gate)
            if (Write(sql, values) != 1)
                throw new UnknownInstanceException(instance);
    }

    private int Write(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}

/// <summary>The folder has no such realm instance, or no longer.</summary>
public sealed class UnknownInstanceException(string instance) : Exception($"there is no realm instance {instance}");
