using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.LoadTest.Servers;
using GridActors.Silo.Folder;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

namespace GridActors.Tests.Faults;

/// <summary>PostgreSQL on a server of the trial's own, so that it may be killed and its disk lose its power; key file and locks lie in a data folder beside it.</summary>
internal sealed class PostgresTrialStore : ITrialStore
{
    private const string Database = "district", ServiceRole = "district_service";

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

    public RealmKeys Keys() => PostgresReading.Keys(Owner, Folder);

    public Task<StoredDistrict> Read() => PostgresReading.Read(Owner, Folder);

    public Task<IAsyncDisposable> HoldHead() => PostgresReading.HoldHead(Owner);

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
        var sessions = await PostgresReading.SessionsOf(Owner, ServiceRole);
        if (kill) LinuxCalls.Send(sessions[0], LinuxCalls.Signal.Kill);
        else await PostgresServer.Execute(Owner, [.. sessions.Select(session => $"SELECT pg_terminate_backend({session})")]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (isOurs) Directory.Delete(Data, recursive: true);
    }

    private string Told(string connection) => PortTold is { } port ? new NpgsqlConnectionStringBuilder(connection) { Port = port }.ToString() : connection;
}
