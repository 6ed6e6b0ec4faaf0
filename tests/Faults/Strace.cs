using System.Diagnostics;
using System.Globalization;

namespace GridActors.Tests.Faults;

/// <summary>
/// Faults in system calls, by strace: it traces from the side (<c>-D</c>), so that the service keeps the process id it was started with. Calls are counted by
/// each thread for itself; a journal is written by one.
/// </summary>
internal static class Strace
{
    private const string Syncs = "fsync,fdatasync";

    /// <summary>Every call that changes a file.</summary>
    public const string Changes = "write,pwrite64,writev,pwritev,pwritev2,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat";

    /// <summary>Every n-th flush from the first on answers EIO; <paramref name="every"/> 0 = only the first.</summary>
    public static string[] FlushFails(int first, int every, params string[] files) => Under(Syncs, $"error=EIO:when={first}{(every > 0 ? $"+{every}" : "")}", files);

    /// <summary>Flushing takes this long.</summary>
    public static string[] FlushTakes(TimeSpan time, params string[] files) => Under(Syncs, $"delay_enter={time.TotalMicroseconds:0}", files);

    /// <summary>Flushing does nothing and says it did: the disk lies.</summary>
    public static string[] FlushLies(params string[] files) => Under(Syncs, "retval=0", files);

    /// <summary>The process is killed as one of its threads enters the n-th of these calls on one of the files.</summary>
    public static string[] KilledAt(string calls, int n, params string[] files) => Under(calls, $"signal=SIGKILL:when={n}", files, filtered: false); // strace sends no signals from filtered calls

    /// <summary>
    /// Takes hold of a running process, which is killed as one of its threads enters the n-th of these calls on one of the files; returns when it has hold of it. Let it go by
    /// disposing of the answer.
    /// </summary>
    public static async Task<IAsyncDisposable> KillAt(int process, string calls, int n, params string[] files)
    {
        var under = KilledAt(calls, n, files).Where(argument => argument is not ("-D" or "-q")).ToArray();
        var strace = Process.Start(new ProcessStartInfo(under[0], [.. under[1..], "-p", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        while (await strace.StandardError.ReadLineAsync() is { } line && !line.Contains("attached", StringComparison.Ordinal)) { }
        return new Hold(strace);
    }

    private static string[] Under(string calls, string what, string[] files, bool filtered = true)
    {
        FaultTrials.NeedProgram("strace");
        return ["strace", "-D", "-f", "-q", .. filtered ? (string[])["--seccomp-bpf"] : [], "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:{what}", .. files.SelectMany(file => (string[])["-P", file])];
    }

    private sealed class Hold(Process strace) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!strace.HasExited) LinuxCalls.Send(strace.Id, LinuxCalls.Signal.Terminate); // it lets go of what it holds
            await strace.WaitForExitAsync();
            strace.Dispose();
        }
    }
}
