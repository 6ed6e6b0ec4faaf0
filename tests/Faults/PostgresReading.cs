using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;
using Npgsql;

namespace GridActors.Tests.Faults;

/// <summary>A district's database, read past the service.</summary>
internal static class PostgresReading
{
    private const string Live = "live";

    public static RealmKeys Keys(string connection, DataFolder folder)
    {
        using var source = NpgsqlDataSource.Create(Unpooled(connection));
        using var keys = KeyFile.Open(folder, isNeeded: true, TimeProvider.System);
        return new RealmSecrets(new PostgresControl(source, TimeProvider.System), keys).KeysOf(Live);
    }

    public static async Task<StoredDistrict> Read(string connectionString, DataFolder folder)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        await connection.OpenAsync();
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        return new(
            await Entries(connection, Partition.Open), await Entries(connection, Partition.Sealed),
            (await All(connection, "SELECT stream, commandId FROM live.commands", row => (row.GetString(0), CommandId.Parse(row.GetGuid(1).ToString("N"))))).ToHashSet(),
            (await All(connection, "SELECT 1 FROM live.parked", _ => true)).Count, [.. Verified(connectionString, folder, Partition.Open), .. Verified(connectionString, folder, Partition.Sealed)]);
    }

    /// <summary>Holds both heads until the answer is disposed.</summary>
    public static async Task<IAsyncDisposable> HoldHead(string connection)
    {
        var other = new NpgsqlConnection(Unpooled(connection));
        await other.OpenAsync();
        foreach (var statement in (string[])["BEGIN", "SELECT position FROM live.heads FOR UPDATE"])
        {
            await using var command = new NpgsqlCommand(statement, other);
            await command.ExecuteNonQueryAsync();
        }
        return other;
    }

    /// <summary>The server's processes that serve a role.</summary>
    public static async Task<IReadOnlyList<int>> SessionsOf(string connectionString, string role)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        await connection.OpenAsync();
        return await All(connection, $"SELECT pid FROM pg_stat_activity WHERE usename = '{role}' AND pid <> pg_backend_pid()", row => row.GetInt32(0));
    }

    private static string Unpooled(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString();

    private static IReadOnlyList<string> Verified(string connection, DataFolder folder, Partition partition)
    {
        var erasures = ErasureLog.Open(folder, TimeProvider.System);
        return JournalVerify.Run(new(Live, () => PostgresTables.Read(connection, Live), partition)
        {
            ArmedAfter = StreamDeadlines.After,
            VaultRowsIn = VaultMentions.In,
            IsErased = row => erasures.IsErased(Live, row),
        }).Faults;
    }

    private static Task<List<JournalEntry>> Entries(NpgsqlConnection connection, Partition partition) => All(
        connection,
        $"SELECT stream, position, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash FROM live.entries WHERE partition = '{partition.Code()}' ORDER BY position",
        row => new JournalEntry
        {
            Stream = new(Live, partition, row.GetString(0)),
            Position = row.GetInt64(1),
            Version = row.GetInt32(2),
            Ordinal = row.GetInt32(3),
            At = Instants.Parse(row.GetString(4)),
            RecordedAt = Instants.Parse(row.GetString(5)),
            Command = CommandId.Parse(row.GetString(6)),
            Cause = row.GetString(7),
            TieRank = (TieRank)row.GetInt32(8),
            Name = row.GetString(9),
            NameVersion = row.GetInt32(10),
            Payload = row.GetString(11),
            Hash = (byte[])row.GetValue(12),
        });

    private static async Task<List<T>> All<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> make)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(make(rows));
        return all;
    }
}
