using System.Diagnostics;
using GridActors.Silo.Journal.Postgres;
using GridActors.Tests.Faults;
using GridActors.Tests.Storage.Postgres;
using Npgsql;

namespace GridActors.Tests.Cluster;

/// <summary>Several silos and web nodes as real processes on one PostgreSQL database, with a folder of their own each and one folder of keys.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly PostgresDatabase database;
    private readonly Dictionary<ServiceProcess, string> foldersOfWebs = [];
    private readonly List<SiloProcess> silos = [];
    private readonly List<ServiceProcess> webs = [];
    private readonly string demo;
    private int folders;

    private ClusterProcesses(PostgresDatabase database, string demo) => (this.database, this.demo) = (database, demo);

    /// <summary>Those that were started and not removed; one that was killed stays until it is started again.</summary>
    public IReadOnlyList<SiloProcess> Silos => silos;

    public IReadOnlyList<ServiceProcess> Webs => webs;

    /// <summary>The first web node's address.</summary>
    public HttpClient Http => webs[0].Http;

    /// <summary>Everything on disk, removed at the end.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("cluster-").FullName;

    /// <summary>How the service's own role connects.</summary>
    public string Connection => database.App;

    /// <summary>How the role connects that may do everything.</summary>
    public string Everything => database.Administrator;

    public string Keys => Path.Combine(Root, "keys");

    private Dictionary<string, string> Environment => new() { ["GRIDACTORS_STORE"] = "postgres", ["GRIDACTORS_CONNECTION"] = database.App };

    /// <summary>Makes the tables, starts the silos (the first alone: it makes the key file) and a web node, and waits until its boards have caught up.</summary>
    public static async Task<ClusterProcesses> Start(PostgresServer server, int silos = 2, string demo = "off")
    {
        var database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
        var cluster = new ClusterProcesses(database, demo);
        try
        {
            for (var n = 0; n < silos; n++)
            {
                cluster.AddSilo();
                await cluster.UntilActive(n + 1);
            }
            await cluster.AddWeb();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public SiloProcess AddSilo() => AddSilo(ServiceProcess.FreePort(), ServiceProcess.FreePort());

    /// <summary>Starts a silo in place of one that has ended, on the same ports or on new ones.</summary>
    public async Task<SiloProcess> Restart(SiloProcess ended, bool newPorts = false)
    {
        silos.Remove(ended);
        await ended.DisposeAsync();
        return newPorts ? AddSilo() : AddSilo(ended.SiloPort, ended.GatewayPort);
    }

    public async Task<ServiceProcess> AddWeb()
    {
        var folder = Folder();
        var web = await ServiceProcess.Start(new ServiceStart(folder) { More = ["--cluster", "--keys", Keys], Environment = Environment });
        webs.Add(web);
        foldersOfWebs[web] = folder;
        return web;
    }

    /// <summary>A web node's data folder: commands that go through a running service find it there.</summary>
    public string FolderOf(ServiceProcess web) => foldersOfWebs[web];

    /// <summary>Runs a command of the silo's program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public async Task Command(params string[] arguments)
    {
        var launch = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GridActors.Silo.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment) launch.Environment[name] = value;
        using var process = Process.Start(launch)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException(string.Concat(said));
    }

    /// <summary>The silo that holds the lease of an instance; null while none does.</summary>
    public async Task<SiloProcess?> HolderOf(string instance)
    {
        var owner = (await Ask($"SELECT leaseOwner FROM control.control WHERE instance = '{instance}' AND leaseExpiry > clock_timestamp()")).SingleOrDefault() as string;
        return owner is null ? null : silos.Find(silo => owner.Contains($":{silo.SiloPort}@", StringComparison.Ordinal));
    }

    /// <summary>Ports of the silos that count as members, by the membership table.</summary>
    public async Task<IReadOnlyList<int>> Active() => [.. (await Ask("SELECT port FROM membership.silos WHERE status = 3")).Select(port => (int)port)];

    public Task UntilActive(int count) => Until(async () => (await Active()).Count == count, $"there are not {count} silos");

    /// <summary>Waits for a condition that nobody announces; fails at once when a silo that should run has ended.</summary>
    public async Task<TimeSpan> Until(Func<Task<bool>> condition, string otherwise, TimeSpan? within = null)
    {
        var since = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > (within ?? PatienceMax)) throw new TimeoutException($"{otherwise}\n{Said}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>First column of every row.</summary>
    public async Task<IReadOnlyList<object>> Ask(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        List<object> found = [];
        while (await rows.ReadAsync()) found.Add(rows.GetValue(0));
        return found;
    }

    public static void Freeze(SiloProcess silo) => LinuxCalls.Send(silo.Id, LinuxCalls.Signal.Stop);

    public static void Wake(SiloProcess silo) => LinuxCalls.Send(silo.Id, LinuxCalls.Signal.Continue);

    /// <summary>SIGTERM; answers how long it took to end.</summary>
    public static async Task<TimeSpan> Stop(SiloProcess silo)
    {
        var since = Stopwatch.GetTimestamp();
        LinuxCalls.Send(silo.Id, LinuxCalls.Signal.Terminate);
        await silo.Ended();
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>What the processes have printed.</summary>
    public string Said => string.Join('\n', silos.Select(silo => $"=== silo {silo.SiloPort}\n{silo.Said}").Concat(webs.Select(web => $"=== web\n{web.Said}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var web in webs) await web.DisposeAsync();
        foreach (var silo in silos) await silo.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private SiloProcess AddSilo(int siloPort, int gatewayPort)
    {
        var silo = SiloProcess.Launch(siloPort, gatewayPort, ["--data", Folder(), "--keys", Keys, "--demo", demo, "--buildings", "2000"], Environment);
        silos.Add(silo);
        return silo;
    }

    private string Folder() => Directory.CreateDirectory(Path.Combine(Root, $"data-{++folders}")).FullName;
}
