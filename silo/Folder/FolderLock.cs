using System.Globalization;
using System.Text.Json;
using GridActors.Journal;

namespace GridActors.Silo.Folder;

/// <summary>Who holds a data folder: process id, the address it serves ("" for a command), and since when (UTC).</summary>
public sealed record LockOwner(int Pid, string Url, string StartedAt);

/// <summary>
/// A data folder's lock, held for the life of the process that writes there. The lock itself is the open file, which the system lets
/// go with its process however it ends; the owner file only tells others whom to ask, so a stale one means nothing.
/// </summary>
public sealed class FolderLock : IDisposable
{
    // How each system says that another process has the lock: EAGAIN, EAGAIN, ERROR_SHARING_VIOLATION.
    private const int LockedOnLinux = 11, LockedOnMacOS = 35, LockedOnWindows = unchecked((int)0x80070020);

    private readonly DataFolder folder;
    private readonly FileStream held;
    private readonly LockOwner owner;

    private FolderLock(DataFolder folder, FileStream held, LockOwner owner) => (this.folder, this.held, this.owner) = (folder, held, owner);

    /// <exception cref="FolderHeldException">Another process holds it.</exception>
    /// <exception cref="FolderRefusedException">The file system keeps no locks.</exception>
    public static FolderLock Take(DataFolder folder, string url, TimeProvider time)
    {
        var held = TryOpen(folder) ?? throw new FolderHeldException(folder.Root, ReadOwner(folder));
        if (TryOpen(folder) is { } second)
        {
            second.Dispose();
            held.Dispose();
            throw new FolderRefusedException(
                $"The file system of {folder.Root} keeps no file locks (or DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set), so two processes could write there at once. "
                + "Put the data folder on a local disk: --data DIR.");
        }
        var started = Instants.Truncate(time.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        FolderLock taken = new(folder, held, new(Environment.ProcessId, url, started));
        taken.WriteOwner(taken.owner);
        return taken;
    }

    /// <summary>A command asks this before it opens a folder's files itself; what may only be done by the holder then goes to the holder's address.</summary>
    public static bool IsHeld(DataFolder folder, out LockOwner? owner)
    {
        owner = null;
        if (!File.Exists(folder.Lock)) return false;
        using var free = TryOpen(folder);
        if (free is not null) return false;
        owner = ReadOwner(folder);
        return true;
    }

    /// <summary>Tells others the address that is served, once it is known.</summary>
    public void Announce(string url) => WriteOwner(owner with { Url = url });

    public void Dispose()
    {
        File.Delete(folder.LockOwner);
        held.Dispose(); // the lock file stays: removing it would let one process lock the old file and another a new one
    }

    private static FileStream? TryOpen(DataFolder folder)
    {
        try
        {
            // FileShare.None is the exclusive lock; FileShare.Read let two writers in.
            return PrivateFiles.Open(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException refused) when (refused.HResult is LockedOnLinux or LockedOnMacOS or LockedOnWindows)
        {
            return null;
        }
    }

    private void WriteOwner(LockOwner told) => PrivateFiles.Replace(folder.LockOwner, JsonSerializer.SerializeToUtf8Bytes(told, JsonSerializerOptions.Web));

    private static LockOwner? ReadOwner(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<LockOwner>(File.ReadAllBytes(folder.LockOwner), JsonSerializerOptions.Web);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
