using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GridActors.LoadTest.Bench;

/// <summary>A built program of this repository, started for a measurement and ended with it.</summary>
public sealed class ChildProgram : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lastLines = [];

    private ChildProgram(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>Where it listens, on loopback.</summary>
    public Uri Address { get; }

    /// <summary>Starts <c>dotnet</c> on the assembly with <c>--urls</c> on a free loopback port after the given arguments.</summary>
    public static ChildProgram Start(string assembly, params IEnumerable<string> arguments)
    {
        if (!File.Exists(assembly)) throw new FileNotFoundException($"{assembly} is missing: build it first (dotnet build).");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (IEnumerable<string>)[assembly, .. arguments, "--urls", address.GetLeftPart(UriPartial.Authority)]) start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        var child = new ChildProgram(process, address);
        process.OutputDataReceived += child.Keep;
        process.ErrorDataReceived += child.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until <c>/health/ready</c> answers 200.</summary>
    /// <exception cref="InvalidOperationException">It ended or was not ready in time; the message holds its last lines.</exception>
    public async Task Ready(CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < ReadyMax)
        {
            ThrowIfEnded();
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(Poll, cancel);
        }

        throw new InvalidOperationException($"Not ready after {ReadyMax.TotalSeconds:0} s.\n{LastLines}");
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        if (process.HasExited) return;
        using var asking = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(cancel);
    }

    public void ThrowIfEnded()
    {
        if (process.HasExited) throw new InvalidOperationException($"The program ended with code {process.ExitCode}.\n{LastLines}");
    }

    /// <summary>Processor time used so far, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>VmRSS, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    private string LastLines => string.Join('\n', lastLines);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lastLines.Enqueue(line.Data);
        if (lastLines.Count > LinesKept) lastLines.TryDequeue(out _);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
