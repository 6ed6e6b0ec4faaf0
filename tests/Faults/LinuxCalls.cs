using System.Runtime.InteropServices;

namespace GridActors.Tests.Faults;

/// <summary>What only the kernel can do to a process or a disk.</summary>
internal static class LinuxCalls
{
    /// <summary>EXT4_IOC_SHUTDOWN.</summary>
    private const ulong ShutDownFileSystem = 0x8004587D;

    /// <summary>Nothing that is still in memory reaches the disk: not even the file system's own log.</summary>
    private const uint WithoutFlushingItsLog = 2;

    public enum Signal
    {
        Quit = 3,
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }

    public static void Send(int process, Signal signal)
    {
        if (!TrySend(process, signal)) throw new IOException($"signal {signal} to {process}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>False when there is no such process any more.</summary>
    public static bool TrySend(int process, Signal signal) => Native.Kill(process, (int)signal) == 0;

    /// <summary>Stops a process; returns when none of its threads runs any more. One that is deep in a system call ends that call and goes no further.</summary>
    public static async Task StandStill(int process)
    {
        Send(process, Signal.Stop);
        while (Directory.EnumerateDirectories($"/proc/{process}/task").Any(IsRunning)) await Task.Yield();
    }

    /// <summary>Cuts the power of a mounted ext4: from now on every write to it fails, and what was not flushed is gone.</summary>
    public static void CutPower(string mountPoint)
    {
        using var folder = new DirectoryHandle(mountPoint);
        var how = WithoutFlushingItsLog;
        if (Native.Control(folder.Number, ShutDownFileSystem, ref how) != 0) throw new IOException($"shutting down {mountPoint}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Not stopped (T), not stopped by a tracer (t), not deep in a system call (D), and not over (Z, X).</summary>
    private static bool IsRunning(string thread)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(thread, "stat"));
            return line[line.LastIndexOf(')') + 2] is not ('T' or 't' or 'D' or 'Z' or 'X');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // the thread is over
        }
    }

    private sealed class DirectoryHandle : IDisposable
    {
        public DirectoryHandle(string path)
        {
            Number = Native.Open(path, 0);
            if (Number < 0) throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        public int Number { get; }

        public void Dispose() => Native.Close(Number);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);

        [DllImport("libc", EntryPoint = "ioctl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Control(int file, ulong request, ref uint argument);

        [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(string path, int flags);

        [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int file);
    }
}
