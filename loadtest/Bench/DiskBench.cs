using System.Runtime.InteropServices;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Report;
using GridActors.LoadTest.Workloads;
using Microsoft.Win32.SafeHandles;

namespace GridActors.LoadTest.Bench;

/// <summary>
/// How long the disk takes to make 8 KiB durable, and how much of the plain way's time that is: on a disk that answers at once group commit saves little, on one
/// that takes milliseconds it saves nearly everything. Ratios of two machines are to be read with this beside them.
/// </summary>
internal static class DiskBench
{
    private const int WrittenBytes = 8192;

    /// <summary>Written from its start again and again, as both databases do with their logs.</summary>
    private const int FileBytes = 16 * 1024 * 1024;

    public static async Task Run(BenchRun run, CancellationToken cancel)
    {
        var flushes = Flushes(run.Folder("disk"), run.For(10, quick: 2));
        run.Add(new("fsync.p50", flushes.Ok.Latency.P50, "ms"));
        run.Add(new("fsync.p99", flushes.Ok.Latency.P99, "ms"));
        run.Add(new("fsync", flushes.Ok.PerSecond, "/s"));

        await using var plain = await run.StartPlainWay(cancel);
        var bodies = ReportBodies.Draw([.. Enumerable.Range(1, 10_000).Select(number => $"440306018012-017-{number:0000}")], ReportSurge.BodiesMax, run.Seed);
        var subject = new Subject(Subject.Plain, plain, Subject.PlainPath, bodies, CommandKeys.ForNewRun(run.Seed));
        var alone = await subject.Closed(run, width: 1, run.For(5, quick: 2), run.For(1, quick: 1), cancel);
        run.Add(new("plain.alone", alone.PerSecond, "/s"));
        run.Add(new("fsync.of-plain", alone.PerSecond / flushes.Ok.PerSecond, BenchResult.RatioUnit));
    }

    private static Stats Flushes(DirectoryInfo folder, TimeSpan during)
    {
        var figures = new Figures("fsync");
        var bytes = new byte[WrittenBytes];
        using SafeFileHandle file = File.OpenHandle(Path.Combine(folder.FullName, "flushed"), FileMode.CreateNew, FileAccess.Write, preallocationSize: FileBytes);
        for (var at = 0L; at < FileBytes; at += WrittenBytes) RandomAccess.Write(file, bytes, at);
        RandomAccess.FlushToDisk(file);
        var begun = TimeProvider.System.GetTimestamp();
        for (var at = 0L; TimeProvider.System.GetElapsedTime(begun) < during; at = (at + WrittenBytes) % FileBytes)
        {
            var started = TimeProvider.System.GetTimestamp();
            RandomAccess.Write(file, bytes, at);
            if (FlushData(file) != 0) throw new IOException("the disk did not take a flush");
            figures.Record(TimeProvider.System.GetElapsedTime(started), Response.Ok());
        }

        return figures.Snapshot(TimeProvider.System.GetElapsedTime(begun));
    }

    /// <summary>As SQLite and PostgreSQL flush on Linux: what was written, without the file's times.</summary>
    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushData(SafeFileHandle file);
}
