using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>A small tmpfs that can be filled to the last block. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("small-disk-").FullName;
        Program.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
    }

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public void Fill()
    {
        var block = new byte[4096];
        try
        {
            using var stream = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) stream.Write(block);
        }
        catch (IOException)
        {
            // full, as wanted
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Program.Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }
}

/// <summary>An ext4 in a file of its own, mounted through a loop device, whose power can be cut: what was not flushed is gone when it is mounted again.</summary>
internal sealed class LoopDisk : IDisposable
{
    private const int UnmountTriesMax = 100;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly string home = Directory.CreateTempSubdirectory("loop-disk-").FullName;
    private bool mounted;

    private LoopDisk(int megabytes)
    {
        Folder = Path.Combine(home, "mounted");
        Directory.CreateDirectory(Folder);
        Program.Run("chmod", "711", home); // a server of another user lives in it
        using (var image = File.Create(Image)) image.SetLength((long)megabytes << 20);
        Program.Run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", Image);
        Mount();
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Image => Path.Combine(home, "disk.img");

    /// <summary>Makes one, or skips the test loudly where the machine cannot have loop devices.</summary>
    public static LoopDisk Make(int megabytes = 512)
    {
        FaultTrials.NeedRoot();
        FaultTrials.NeedProgram("mkfs.ext4");
        FaultTrials.Need(File.Exists("/dev/loop-control"), "loop devices (/dev/loop-control), without which no disk can lose its power");
        try
        {
            return new(megabytes);
        }
        catch (InvalidOperationException refused)
        {
            FaultTrials.Need(false, $"loop devices that may be mounted, without which no disk can lose its power: {refused.Message}");
            throw;
        }
    }

    public void CutPower() => LinuxCalls.CutPower(Folder);

    /// <summary>Takes it off and mounts it again, as a machine does that is switched on; whoever used it must have ended.</summary>
    public async Task PowerOn()
    {
        await Unmount();
        Mount();
    }

    public void Dispose()
    {
        if (mounted) Program.Run("umount", "-l", Folder);
        Directory.Delete(home, recursive: true);
    }

    private void Mount()
    {
        Program.Run("mount", "-o", "loop", Image, Folder);
        mounted = true;
    }

    private async Task Unmount()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Program.Run("umount", Folder);
                mounted = false;
                return;
            }
            catch (InvalidOperationException) when (tries < UnmountTriesMax)
            {
                await Task.Delay(TryAgainAfter, TimeProvider.System); // the kernel is still closing a dead process's files
            }
        }
    }
}

/// <summary>A program that is run to its end.</summary>
internal static class Program
{
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said.Trim()}");
    }
}
