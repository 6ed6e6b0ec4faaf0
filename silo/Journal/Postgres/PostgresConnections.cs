using Npgsql;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>How this service connects to PostgreSQL: soon refused when it cannot, durable always, each pool with a name of its own for whoever looks at the server.</summary>
internal static class PostgresConnections
{
    /// <summary>How long a statement waits for somebody else's lock, in ms; a command may wait 1.5 s in all.</summary>
    public const int LockWaitMsMax = 700;

    /// <summary>
    /// How long a transaction may wait for its next statement, in ms: a process that is frozen between two of them holds the head's lock, and every other one waits for it.
    /// </summary>
    public const int IdleInTransactionMsMax = 1_500;

    /// <summary>Seconds to connect, or to wait for a connection of the pool.</summary>
    private const int ConnectSecondsMax = 1;

    /// <summary>Seconds after which a statement's connection counts as broken.</summary>
    private const int StatementSecondsMax = 10;

    /// <summary>Statements kept prepared on each connection: more than there are.</summary>
    private const int PreparedMax = 64;

    /// <summary>A commit is on the disk when it is answered, whatever the role's or the database's own setting says.</summary>
    private const string Durable = "-c synchronous_commit=on";

    /// <summary>
    /// Every row is reached by its key: a plan made while a table was empty stays in use when it has grown, and then reading all of it for each batch is what
    /// makes a journal slow.
    /// </summary>
    private const string ByKey = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c jit=off -c plan_cache_mode=force_generic_plan";

    /// <summary>A pool for the rows of one instance, or of what all share.</summary>
    public static NpgsqlDataSource Pool(string connection, string purpose, int connectionsMax)
    {
        NpgsqlConnectionStringBuilder settings = new(connection)
        {
            ApplicationName = $"gridactors {purpose}",
            MinPoolSize = 0,
            MaxPoolSize = connectionsMax,
            Timeout = ConnectSecondsMax,
            CommandTimeout = StatementSecondsMax,
            MaxAutoPrepare = PreparedMax,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true, // no statement of ours leaves anything behind in its session
            Multiplexing = false,
            Enlist = false,
        };
        settings.Options = $"{settings.Options} {Durable} {ByKey} -c lock_timeout={LockWaitMsMax} -c idle_in_transaction_session_timeout={IdleInTransactionMsMax}".Trim();
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>One connection without a pool, for work that runs once.</summary>
    public static async Task<NpgsqlConnection> Open(string connection, CancellationToken cancellation = default)
    {
        NpgsqlConnection opened = new(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Enlist = false }.ToString());
        try
        {
            await opened.OpenAsync(cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}
