using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace GridActors.Silo.Folder;

/// <summary>Files and folders that only their owner may open (modes 0600 and 0700), and writes that survive a power cut.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others = ~(OwnerOnlyFolder);

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnlyFolder);
    }

    /// <summary>Takes away whatever others may do with a folder.</summary>
    public static void Close(string folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, OwnerOnlyFolder);
    }

    /// <summary>Takes away whatever others may do with the files of a folder whose names begin so.</summary>
    public static void CloseFiles(string folder, string beginning)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.EnumerateFiles(folder, beginning + "*")) File.SetUnixFileMode(file, OwnerOnly);
    }

    /// <summary>Others may read or write it. Always false where files have no such mode.</summary>
    public static bool IsOpenToOthers(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0;

    /// <summary>Creates an empty private file when there is none; SQLite gives its journal files the database's own mode.</summary>
    public static void Touch(string file)
    {
        using var _ = Open(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
    }

    public static FileStream Open(string file, FileMode mode, FileAccess access, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = OwnerOnly;
        return new(file, options);
    }

    /// <summary>Replaces a file in one step: whoever reads it, even after a power cut, finds the old content or the new, whole and durable.</summary>
    public static void Replace(string file, ReadOnlySpan<byte> content)
    {
        using var draft = Draft(file);
        draft.Write(content);
        Keep(draft, file);
    }

    /// <summary>The same for content that is too large to be held in memory twice.</summary>
    public static void Replace(string file, Action<Stream> write)
    {
        using var draft = Draft(file);
        write(draft);
        Keep(draft, file);
    }

    private static FileStream Draft(string file)
    {
        File.Delete(DraftOf(file)); // one left by a crash may carry another mode
        return Open(DraftOf(file), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private static void Keep(FileStream draft, string file)
    {
        draft.Flush(flushToDisk: true);
        draft.Dispose();
        File.Move(DraftOf(file), file, overwrite: true);
        SyncFolder(Path.GetDirectoryName(file)!);
    }

    private static string DraftOf(string file) => file + ".new";

    /// <summary>Makes created, renamed and removed names in a folder durable; a file's own flush does not cover its name.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsWindows()) SyncUnixFolder(folder);
    }

    [UnsupportedOSPlatform("windows")]
    private static void SyncUnixFolder(string folder)
    {
        const int readOnly = 0;
        var descriptor = Native.Open(folder, readOnly);
        if (descriptor < 0) throw new IOException($"cannot open folder {folder} to make it durable (errno {Marshal.GetLastPInvokeError()})");
        var failed = Native.Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Native.Close(descriptor);
        if (failed) throw new IOException($"cannot make folder {folder} durable (errno {error})");
    }

    /// <summary>.NET opens no folders, so the three calls go to the C library.</summary>
    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(int descriptor);
    }
}
