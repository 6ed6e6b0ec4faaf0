namespace GridActors.Silo.Folder;

/// <summary>The data folder cannot be served as it is. The message says why and what to do; programs print it and exit.</summary>
public class FolderRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process holds the data folder.</summary>
public sealed class FolderHeldException(string folder, LockOwner? owner) : FolderRefusedException(Say(folder, owner))
{
    /// <summary>Who holds it, as far as that could be read.</summary>
    public LockOwner? Owner { get; } = owner;

    private static string Say(string folder, LockOwner? owner) => owner is null
        ? $"The data folder {folder} is in use by another process. Stop that process, or start with another folder: --data DIR."
        : $"The data folder {folder} is in use by process {owner.Pid}{(owner.Url.Length == 0 ? "" : $", which serves {owner.Url}")}, since {owner.StartedAt}. "
          + $"Use that one, or stop it (kill {owner.Pid}), or start with another folder: --data DIR.";
}
