using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridActors.Tests.Cluster;

/// <summary>The built service as a process of its own, on a free loopback port; it can be killed as a power cut kills it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder said = new();

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

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<ServiceProcess> Start(string data)
    {
        var service = Launch(data);
        using var patience = new CancellationTokenSource(PatienceMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await service.Answers())
        {
            if (service.process.HasExited) throw new InvalidOperationException($"the service ended: {service.Said}");
            await look.WaitForNextTickAsync(patience.Token);
        }
        return service;
    }

    /// <summary>Starts it where it must refuse; answers its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Said)> Refused(string data)
    {
        await using var service = Launch(data);
        using var patience = new CancellationTokenSource(PatienceMax);
        await service.process.WaitForExitAsync(patience.Token);
        return (service.process.ExitCode, service.Said);
    }

    /// <summary>kill -9: nothing is flushed, nobody is told.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        Http.Dispose();
        process.Dispose();
    }

    private static ServiceProcess Launch(string data)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "GridActors.OpsWeb.dll"), "--urls", address.GetLeftPart(UriPartial.Authority), "--data", data, "--demo", "off", "--buildings", "2000"])
            start.ArgumentList.Add(argument);
        return new(Process.Start(start)!, address);
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

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
