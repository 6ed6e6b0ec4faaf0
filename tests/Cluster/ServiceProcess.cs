using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Cluster;

/// <summary>How the service is started: on a data folder, on a port (null: a free one), with more arguments, under another program (such as strace), in an environment.</summary>
internal sealed record ServiceStart(string Data)
{
    public int? Port { get; init; }

    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The program and its arguments that start the service in its own process, or nothing.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>The built service as a process of its own, on a free loopback port; it can be killed as a power cut kills it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder said = new();
    private bool disposed;

    private ServiceProcess(Process process, Uri address)
    {
        (this.process, Http) = (process, new() { BaseAddress = address });
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http { get; }

    /// <summary>Everything it has printed.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    public int Id => process.Id;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>A service on a data folder and on the store that districts under trial stand on; the connection is in its environment, as it should be.</summary>
    public static async Task<ServiceStart> On(string data) => await DistrictStores.Of(data) is PostgresStore store
        ? new(data)
        {
            Environment = new Dictionary<string, string>
            {
                [PlaceOptions.StoreVariable] = "postgres",
                [PlaceOptions.ConnectionVariable] = store.Connection,
                [PlaceOptions.OwnerConnectionVariable] = store.OwnerConnection!,
            },
        }
        : new(data);

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<ServiceProcess> Start(string data) => await Start(await On(data));

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message is what it said.</exception>
    public static async Task<ServiceProcess> Start(ServiceStart start)
    {
        var service = Launch(start);
        try
        {
            await service.UntilReady();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait.</summary>
    public static ServiceProcess Launch(ServiceStart start)
    {
        var address = new Uri($"http://127.0.0.1:{start.Port ?? FreePort()}");
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command =
        [
            .. start.Under, host, Path.Combine(AppContext.BaseDirectory, "GridActors.OpsWeb.dll"), "--urls", address.GetLeftPart(UriPartial.Authority), "--data", start.Data,
            "--demo", "off", "--buildings", "2000", .. start.More,
        ];
        var launch = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in start.Environment) launch.Environment[name] = value;
        return new(Process.Start(launch)!, address);
    }

    /// <summary>Waits until its boards have caught up.</summary>
    public async Task UntilReady()
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await Answers())
        {
            if (process.HasExited) throw new InvalidOperationException($"the service ended: {Said}");
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Starts it where it must refuse; answers its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Said)> Refused(string data)
    {
        await using var service = Launch(await On(data));
        await service.Ended();
        return (service.process.ExitCode, service.Said);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task Ended()
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        await process.WaitForExitAsync(patience.Token);
    }

    /// <summary>kill -9: nothing is flushed, nobody is told.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) return;
        if (!process.HasExited) await Kill();
        Http.Dispose();
        process.Dispose();
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (said) said.AppendLine(line);
    }

    internal static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
