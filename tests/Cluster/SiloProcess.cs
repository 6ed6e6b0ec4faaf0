using System.Diagnostics;
using System.Text;

namespace GridActors.Tests.Cluster;

/// <summary>The built silo as a process of its own, one of several; it is killed, stopped or frozen by its id alone.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly StringBuilder said = new();

    private SiloProcess(Process process, int siloPort, int gatewayPort)
    {
        (this.process, SiloPort, GatewayPort) = (process, siloPort, gatewayPort);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>Everything it has printed.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    public static SiloProcess Launch(int siloPort, int gatewayPort, IReadOnlyList<string> more, IReadOnlyDictionary<string, string> environment)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "GridActors.Silo.dll"), "serve", "--silo-port", $"{siloPort}", "--gateway-port", $"{gatewayPort}", .. more];
        var launch = new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment) launch.Environment[name] = value;
        return new(Process.Start(launch)!, siloPort, gatewayPort);
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
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    private void Note(string? line)
    {
        lock (said) said.AppendLine(line);
    }
}
