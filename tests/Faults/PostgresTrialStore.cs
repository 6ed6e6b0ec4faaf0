using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.LoadTest.Servers;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

namespace GridActors.Tests.Faults;

/// <summary>PostgreSQL on a server of the trial's own, so that it may be killed and its disk lose its power; key file and locks lie in a data folder beside it.</summary>
internal sealed class PostgresTrialStore : ITrialStore
{
    private const string Live = "live", Database = "district", ServiceRole = "district_service";

    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly bool isOurs;
    private readonly LocalPostgres server;
    private int pid;

    private PostgresTrialStore(string data, bool isOurs, LocalPostgres server) => (Data, this.isOurs, this.server, pid) = (data, isOurs, server, server.Pid);

    public string Name => "postgres";

    public string Data { get; }

    /// <summary>The server's port; a trial may put a proxy before it.</summary>
    public int Port => server.Port;

    /// <summary>The port that the service is told; null = the server's own.</summary>
    public int? PortTold { get; set; }

    public IReadOnlyList<string> Arguments =>
        ["--store", "postgres", "--connection", Told(Service), "--owner-connection", Told(Owner)];

    private string Owner => server.Connection(Database);

    private string Service => server.Connection(Database, ServiceRole, password);

    private DataFolder Folder => DataFolder.Resolve(Data);

    /// <param name="disk">Where server and data folder lie; null: a temporary folder each, removed in the end.</param>
    /// <param name="settings">Of the server, as <c>name=value</c>.</param>
    public static async Task<PostgresTrialStore> Create(string? disk = null, params string[] settings)
    {
        FaultTrials.Need(PostgresPrograms.Folder is not null, PostgresPrograms.Missing);
        if (disk is null) return new(Directory.CreateTempSubdirectory("fault-").FullName, true, await LocalPostgres.Create(settings));
        var (data, home) = (Directory.CreateDirectory(Path.Combine(disk, "data")).FullName, Directory.CreateDirectory(Path.Combine(disk, "server")).FullName);
        return new(data, false, await LocalPostgres.Create(settings, home));
    }

    public RealmKeys Keys()
    {
        using var source = NpgsqlDataSource.Create(Unpooled(Owner));
        using var keys = KeyFile.Open(Folder, isNeeded: true, TimeProvider.System);
        return new RealmSecrets(new PostgresControl(source, TimeProvider.System), keys).KeysOf(Live);
    }

    public async Task<StoredDistrict> Read()
    {
        await using var connection = new NpgsqlConnection(Unpooled(Owner));
        await connection.OpenAsync();
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        return new(
            await Entries(connection, Partition.Open), await Entries(connection, Partition.Sealed),
            (await All(connection, "SELECT stream, commandId FROM live.commands", row => (row.GetString(0), CommandId.Parse(row.GetGuid(1).ToString("N"))))).ToHashSet(),
            (await All(connection, "SELECT 1 FROM live.parked", _ => true)).Count, [.. Verified(Partition.Open), .. Verified(Partition.Sealed)]);
    }

    public async Task<IAsyncDisposable> HoldHead()
    {
        var other = new NpgsqlConnection(Unpooled(Owner));
        await other.OpenAsync();
        await Run(other, "BEGIN");
        await Run(other, "SELECT position FROM live.heads FOR UPDATE");
        return other;
    }

    public Task PowerOff() => EndServer(LinuxCalls.Signal.Kill);

    public async Task PowerOn()
    {
        await server.Start();
        pid = server.Pid;
    }

    /// <summary>The service refuses a server that does not flush, so it learns to lie behind the back of a running one.</summary>
    public async Task LieAboutFlushing(DistrictUnderTrial district)
    {
        await server.Stop();
        server.Set("fsync=off", "full_page_writes=off");
        await PowerOn();
    }

    /// <summary>The server ends: killed, or at once as <c>pg_ctl stop -m immediate</c> does it.</summary>
    public async Task EndServer(LinuxCalls.Signal signal)
    {
        LinuxCalls.TrySend(pid, signal); // it may have panicked by itself; the number is known from before: the disk that holds it may be gone
        await server.Stop();
    }

    /// <summary>Ends every session of the service, or kills one of its server processes so hard that the server starts anew by itself.</summary>
    public async Task EndSessions(bool kill)
    {
        await using var connection = new NpgsqlConnection(Unpooled(Owner));
        await connection.OpenAsync();
        var sessions = await All(connection, $"SELECT pid FROM pg_stat_activity WHERE usename = '{ServiceRole}' AND pid <> pg_backend_pid()", row => row.GetInt32(0));
        if (kill) LinuxCalls.Send(sessions[0], LinuxCalls.Signal.Kill);
        else foreach (var session in sessions) await Run(connection, $"SELECT pg_terminate_backend({session})");
    }

    /// <summary>Runs a statement as somebody who may do everything.</summary>
    public async Task Execute(string sql) => await PostgresServer.Execute(Owner, sql);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (isOurs) Directory.Delete(Data, recursive: true);
    }

    private string Told(string connection) => PortTold is { } port ? new NpgsqlConnectionStringBuilder(connection) { Port = port }.ToString() : connection;

    private static string Unpooled(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString();

    private IReadOnlyList<string> Verified(Partition partition)
    {
        var erasures = ErasureLog.Open(Folder, TimeProvider.System);
        return JournalVerify.Run(new(Live, () => PostgresTables.Read(Owner, Live), partition)
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
            Stream = new(Live, partition, row.GetString(0)), Position = row.GetInt64(1), Version = row.GetInt32(2), Ordinal = row.GetInt32(3),
            At = Instants.Parse(row.GetString(4)), RecordedAt = Instants.Parse(row.GetString(5)), Command = CommandId.Parse(row.GetString(6)), Cause = row.GetString(7),
            TieRank = (TieRank)row.GetInt32(8), Name = row.GetString(9), NameVersion = row.GetInt32(10), Payload = row.GetString(11), Hash = (byte[])row.GetValue(12),
        });

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<T>> All<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> make)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(make(rows));
        return all;
    }
}
