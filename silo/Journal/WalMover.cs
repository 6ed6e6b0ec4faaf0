namespace GridActors.Silo.Journal;

/// <summary>
/// Moves an instance's write-ahead log into its file beside the writer, over a connection and a thread of its own, so that a commit does not wait for it.
/// The log can begin anew only when all of it was moved; the writer moves the short rest itself when it has grown long.
/// </summary>
internal sealed class WalMover : IDisposable
{
    /// <summary>Pages not yet moved at which the thread sets to work: 32 MiB.</summary>
    private const int PagesBehindMax = 8_192;

    /// <summary>Pages in the log at which the writer moves the rest, so that it begins anew: 128 MiB, read again after an unclean stop in well under a second.</summary>
    private const int LogPagesMax = 32_768;

    private readonly string path;
    private readonly Action<Exception> failed;
    private readonly SemaphoreSlim work = new(0, 1);
    private readonly Thread thread;
    private volatile bool busy, stopping;
    private int nextTry = LogPagesMax;

    public WalMover(string instance, string path, Action<Exception> failed)
    {
        (this.path, this.failed) = (path, failed);
        thread = new(MoveUntilStopped) { IsBackground = true, Name = $"journal wal {instance}" };
        thread.Start();
    }

    /// <summary>Called by the writer after a commit, on its own connection.</summary>
    public void AfterCommit(SqliteFile writer)
    {
        if (busy) return;
        var (inLog, moved) = writer.WalPages();
        if (inLog >= nextTry && inLog - moved < PagesBehindMax)
        {
            writer.MoveWal();
            nextTry = Math.Max(LogPagesMax, inLog + PagesBehindMax); // a long reader may keep the log; then it is tried again later
        }
        else if (inLog - moved >= PagesBehindMax)
        {
            busy = true;
            work.Release();
        }
        if (inLog < LogPagesMax) nextTry = LogPagesMax;
    }

    public void Dispose()
    {
        stopping = true;
        if (!busy) work.Release();
        thread.Join();
        work.Dispose();
    }

    private void MoveUntilStopped()
    {
        SqliteFile? file = null;
        while (true)
        {
            work.Wait();
            if (stopping) break;
            try
            {
                file ??= Open();
                file.MoveWal();
            }
            catch (Exception failure)
            {
                file?.Dispose();
                file = null;
                failed(failure); // nothing is lost: the log stays until it can be moved
            }
            busy = false;
            if (stopping) break;
        }
        file?.Dispose();
    }

    private SqliteFile Open()
    {
        var opened = SqliteFile.ForWriting(path);
        opened.Execute("PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 0");
        return opened;
    }
}
