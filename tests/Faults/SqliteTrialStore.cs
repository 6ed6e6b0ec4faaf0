using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace GridActors.Tests.Faults;

/// <summary>SQLite in a data folder: one of its own, or one on a disk that belongs to the trial.</summary>
internal sealed class SqliteTrialStore(string? data = null) : ITrialStore
{
    private const string Live = "live";

    private readonly bool isOurs = data is null;

    public string Name => "sqlite";

    public string Data { get; } = data ?? Directory.CreateTempSubdirectory("fault-").FullName;

    public DataFolder Folder => DataFolder.Resolve(Data);

    public IReadOnlyList<string> Arguments => [];

    public RealmKeys Keys()
    {
        using var control = ControlDatabase.OpenReadOnly(Folder);
        using var keys = KeyFile.Open(Folder, isNeeded: true, TimeProvider.System);
        return new RealmSecrets(control, keys).KeysOf(Live);
    }

    public async Task<StoredDistrict> Read()
    {
        await using var connection = new SqliteConnection($"Data Source={Folder.Journal(Live)};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var moment = connection.BeginTransaction(deferred: true);
        return new(
            await Entries(connection, Partition.Open), await Entries(connection, Partition.Sealed),
            (await All(connection, "SELECT stream, commandId FROM commands", row => (row.GetString(0), CommandId.Parse(row.GetString(1))))).ToHashSet(),
            (await All(connection, "SELECT 1 FROM parked", _ => true)).Count, [.. Verified(Partition.Open), .. Verified(Partition.Sealed)]);
    }

    /// <summary>The ids of a case's texts.</summary>
    public async Task<IReadOnlyCollection<string>> VaultRowsOf(string caseId)
    {
        await using var connection = new SqliteConnection($"Data Source={Folder.Journal(Live)};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        return await All(connection, $"SELECT rowId FROM vault WHERE caseId = '{caseId}'", row => row.GetString(0));
    }

    public async Task<IAsyncDisposable> HoldHead()
    {
        var other = new SqliteConnection($"Data Source={Folder.Journal(Live)};Pooling=False");
        await other.OpenAsync();
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync();
        return other;
    }

    public Task PowerOff() => Task.CompletedTask; // SQLite has no process of its own

    public Task PowerOn() => Task.CompletedTask;

    public async Task LieAboutFlushing(DistrictUnderTrial district)
    {
        await district.Stop();
        await district.Restart(start => start with { Under = Strace.FlushLies() });
    }

    public ValueTask DisposeAsync()
    {
        if (isOurs) Directory.Delete(Data, recursive: true);
        return ValueTask.CompletedTask;
    }

    private IReadOnlyList<string> Verified(Partition partition)
    {
        var erasures = ErasureLog.Open(Folder, TimeProvider.System);
        return JournalVerify.Run(new(Live, Folder.Journal(Live), partition)
        {
            ArmedAfter = StreamDeadlines.After,
            VaultRowsIn = VaultMentions.In,
            IsErased = row => erasures.IsErased(Live, row),
        }).Faults;
    }

    private static Task<List<JournalEntry>> Entries(SqliteConnection connection, Partition partition) => All(
        connection,
        $"SELECT stream, position, version, ordinal, at, recordedAt, commandId, cause, tieRank, name, nameVersion, payload, hash FROM entries WHERE partition = '{partition.Code()}' ORDER BY position",
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

    private static async Task<List<T>> All<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> make)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(make(rows));
        return all;
    }
}
