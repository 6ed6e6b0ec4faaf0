using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace GridActors.LoadTest.Servers;

/// <summary>
/// A PostgreSQL server of our own on a free loopback port, for trials and measurements: durable as a real one (fsync on), stopped with us even when we are
/// killed. PostgreSQL refuses to run as root, so root starts it as the user <c>postgres</c>.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>The role that may do everything.</summary>
    public const string Superuser = "postgres";

    private const string ServerUser = "postgres";

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    /// <summary>Why a server cannot start while processes of the one before are still ending.</summary>
    private const string StillEnding = "shared memory block";

    /// <summary>
    /// Stays beside the server and ends with it. A line from us stops the server; when we end without one it is stopped all the same, and its files go. In a
    /// session of its own, so that a key pressed in our terminal does not reach it.
    /// </summary>
    private const string Guard =
        """
        exec >>"$1/log" 2>&1 3<&0
        folder=$1; shift
        "$@" & server=$!
        { read -r word <&3 || touch "$folder/ended"; kill -INT $server; } & listener=$!
        wait $server; code=$?
        kill $listener
        if [ -e "$folder/ended" ]; then rm -rf "$folder"; fi
        exit $code
        """;

    private readonly string programs;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly List<string> settings;
    private readonly bool keepsFolder;
    private Process? guard;

    private LocalPostgres(string programs, string folder, bool keepsFolder, IEnumerable<string> settings)
    {
        (this.programs, Folder, this.keepsFolder, Port) = (programs, folder, keepsFolder, FreePort());
        this.settings = [.. settings];
    }

    /// <summary>The server's port on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>What the server keeps: <c>data</c>, and its log in <c>log</c>.</summary>
    public string Folder { get; }

    /// <summary>The server's first process.</summary>
    /// <exception cref="IOException">It is not running.</exception>
    public int Pid => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private string Data => Path.Combine(Folder, "data");

    private string Log => Path.Combine(Folder, "log");

    /// <summary>Makes and starts a server.</summary>
    /// <param name="settings">Configuration as <c>name=value</c>, above our own.</param>
    /// <param name="folder">An empty folder for its files, which is kept; without one a temporary folder, removed in the end.</param>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL here, or it did not start; the message has its log.</exception>
    public static async Task<LocalPostgres> Create(IEnumerable<string>? settings = null, string? folder = null)
    {
        var programs = PostgresPrograms.Folder ?? throw new InvalidOperationException(PostgresPrograms.Missing);
        LocalPostgres server = new(programs, folder ?? Directory.CreateTempSubdirectory("postgres-").FullName, folder is not null, settings ?? []);
        try
        {
            await server.Initialize();
            await server.Start();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect as somebody; without a name as the superuser, and without a database to <c>postgres</c>.</summary>
    public string Connection(string database = "postgres", string? user = null, string? userPassword = null) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Database = database,
        Username = user ?? Superuser,
        Password = user is null ? password : userPassword,
    }.ToString();

    /// <summary>Starts it again after a stop or a kill; returns when it answers.</summary>
    public async Task Start()
    {
        using var patience = new CancellationTokenSource(StartMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var probe = new NpgsqlConnectionStringBuilder(Connection()) { Pooling = false }.ToString();
        await Launch();
        while (!await Answers(probe, patience.Token))
        {
            if (guard!.HasExited || patience.IsCancellationRequested)
            {
                var said = await File.ReadAllTextAsync(Log);
                if (patience.IsCancellationRequested || !said.Contains(StillEnding, StringComparison.Ordinal))
                    throw new InvalidOperationException($"PostgreSQL did not start: {said}");
                await Launch();
            }
            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>Adds to its configuration, as <c>name=value</c>; counts from the next start.</summary>
    public void Set(params string[] added) => settings.AddRange(added);

    /// <summary>Stops it as an operator would: sessions end, what is in memory is written.</summary>
    public async Task Stop()
    {
        if (guard is { HasExited: false })
            try
            {
                await guard.StandardInput.WriteLineAsync("stop");
                await guard.StandardInput.FlushAsync();
            }
            catch (IOException)
            {
                // it has just ended by itself
            }
        await GuardEnded();
    }

    /// <summary>kill -9 for its first process; the others notice and end. Nothing is written.</summary>
    public async Task Kill()
    {
        using (var server = Process.GetProcessById(Pid)) server.Kill();
        await GuardEnded();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        guard?.Dispose();
        if (!keepsFolder) Directory.Delete(Folder, recursive: true);
    }

    private async Task Initialize()
    {
        var secret = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(secret, password);
        if (Environment.IsPrivilegedProcess) await Run("chown", "-R", ServerUser, Folder);
        await Run(AsServerUser(Path.Combine(programs, "initdb"), "-D", Data, "-U", Superuser, "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"));
        File.Delete(secret);
    }

    private static string[] AsServerUser(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={ServerUser}", $"--regid={ServerUser}", "--init-groups", "--", .. command] : command;

    private async Task Launch()
    {
        await GuardEnded();
        File.Delete(Log);
        string[] server =
        [
            Path.Combine(programs, "postgres"), "-D", Data, "-c", "listen_addresses=127.0.0.1", "-c", $"port={Port}", "-c", $"unix_socket_directories={Folder}",
            "-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB",
            .. settings.SelectMany(setting => (string[])["-c", setting]),
        ];
        string[] arguments = ["/bin/sh", "-c", Guard, "sh", Folder, .. AsServerUser(server)];
        guard = Process.Start(new ProcessStartInfo("setsid", arguments) { RedirectStandardInput = true, WorkingDirectory = Folder })!;
    }

    private static async Task<bool> Answers(string probe, CancellationToken patience)
    {
        try
        {
            await using var connection = new NpgsqlConnection(probe);
            await connection.OpenAsync(patience);
            return true;
        }
        catch (Exception notYet) when (notYet is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task GuardEnded()
    {
        if (guard is null) return;
        await guard.WaitForExitAsync();
        guard.Dispose();
        guard = null;
    }

    private async Task Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {string.Concat(said)}");
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
