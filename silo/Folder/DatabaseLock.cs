using System.Globalization;
using GridActors.Journal;
using Npgsql;

namespace GridActors.Silo.Folder;

/// <summary>
/// A database's lock, held by a session of its own for the life of the process: alone, or shared by the processes of a cluster. It ends with the session,
/// however the process ends; who holds it is read from that session's name (process id and address), so nothing stale can be told.
/// </summary>
public sealed class DatabaseLock : IDisposable
{
    /// <summary>How often the session is asked whether it is still there.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>The lock's number; databases have locks of their own.</summary>
    private const long Key = 0x67726964_61637431;

    /// <summary>A machine that lost its power says no farewell: the server looks for it itself, so that its lock is let go within half a minute.</summary>
    private const string ServerLooks = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <summary>What every holder's session name begins with.</summary>
    private const string NameBegins = "gridactors ";

    /// <summary>Stands for the address in the names of those who share it.</summary>
    private const string Cluster = "cluster";

    /// <summary>Characters of a session's name that PostgreSQL keeps.</summary>
    private const int SessionNameMax = 63;

    private readonly string connection;
    private readonly bool isShared;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlConnection session;
    private readonly Task watching;

    private DatabaseLock(string connection, bool isShared, NpgsqlConnection session, TimeProvider time)
    {
        (this.connection, this.isShared, this.session) = (connection, isShared, session);
        watching = Watch(time);
    }

    /// <summary>Completes with the reason when somebody else took the database while the server was away: this process must stop.</summary>
    public Task<string> Lost => lost.Task;

    /// <param name="connection">How to reach the database.</param>
    /// <param name="isShared">Other processes that share it are welcome: a cluster.</param>
    /// <param name="url">What this process will serve; told to whoever finds the database held.</param>
    /// <exception cref="FolderRefusedException">Somebody else holds it.</exception>
    public static DatabaseLock Take(string connection, bool isShared, string url, TimeProvider time)
    {
        var since = Instants.Truncate(time.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        var name = string.Create(CultureInfo.InvariantCulture, $"{NameBegins}{Environment.ProcessId} {since} {(isShared ? Cluster : url)}");
        var named = DatabaseRefusal.Read(connection);
        named.ApplicationName = name.Length > SessionNameMax ? name[..SessionNameMax] : name;
        (named.Pooling, named.TcpKeepAlive) = (false, true);
        named.Options = $"{named.Options} {ServerLooks}".Trim();
        try
        {
            var session = TryTake(named.ToString(), isShared, out var holder);
            return session is null ? throw new FolderRefusedException(Say(named, holder)) : new(named.ToString(), isShared, session, time);
        }
        catch (NpgsqlException failure)
        {
            throw DatabaseRefusal.Of(failure, named);
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        watching.Wait();
        session.Dispose();
        stopping.Dispose();
    }

    private static NpgsqlConnection? TryTake(string connection, bool isShared, out string holder)
    {
        NpgsqlConnection session = new(connection);
        try
        {
            session.Open();
            using NpgsqlCommand take = new($"SELECT pg_try_advisory_lock{(isShared ? "_shared" : "")}({Key})", session);
            holder = "";
            if ((bool)take.ExecuteScalar()!) return session;
            holder = Holder(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        session.Dispose();
        return null;
    }

    private static string Holder(NpgsqlConnection session)
    {
        using NpgsqlCommand ask = new(
            $"""
            SELECT a.application_name || coalesce(' on ' || host(a.client_addr), '') FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND (l.classid::bigint << 32 | l.objid::bigint) = {Key} LIMIT 1
            """,
            session);
        return ask.ExecuteScalar() as string ?? "";
    }

    private static string Say(NpgsqlConnectionStringBuilder database, string holder)
    {
        var where = $"The database {database.Database} on {database.Host}:{database.Port}";
        const string Another = "or start with another database and data folder: --connection, --data DIR.";
        if (holder.Split(' ') is not ["gridactors", var pid, var since, var url, .. var on]) return $"{where} is in use by another process. Stop that process, {Another}";
        var process = string.Join(' ', ["process", pid, .. on]);
        return url == Cluster
            ? $"{where} is in use by a cluster ({process}, since {since}). Join it (--cluster), or stop all of it, {Another}"
            : $"{where} is in use by {process}{(url.Length == 0 ? "" : $", which serves {url}")}, since {since}. Use that one, or stop it (kill {pid}), {Another}";
    }

    /// <summary>A server that restarts ends every session. Ours is opened again as soon as it is back; whoever was quicker has the database now.</summary>
    private async Task Watch(TimeProvider time)
    {
        using PeriodicTimer timer = new(LookInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    await using NpgsqlCommand look = new("SELECT 1", session);
                    await look.ExecuteScalarAsync(stopping.Token);
                }
                catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
                {
                    if (!TakeAgain()) return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
    }

    /// <summary>False when somebody else holds it; a server that is still away is asked again at the next turn.</summary>
    private bool TakeAgain()
    {
        try
        {
            var again = TryTake(connection, isShared, out var holder);
            if (again is null)
            {
                lost.TrySetResult(Say(new(connection), holder));
                return false;
            }
            session.Dispose();
            session = again;
        }
        catch (NpgsqlException)
        {
            // not back yet
        }
        return true;
    }
}
