namespace GridActors.OpsWeb.Board;

/// <summary>A watch whatever it watches.</summary>
internal interface IWatch
{
    /// <summary>As it was asked for: a name follows to the realm's next instance.</summary>
    string Realm { get; }

    void Join(BoardFeed feed);

    /// <summary>Does not wait for a push on its way: the client ignores those of an ended watch.</summary>
    void End();
}

/// <summary>
/// One watch of one connection, of an area or of a responder's inbox. What it is sent waits in a bounded queue; a client too slow for it loses the queue and gets a
/// snapshot, and delays nobody else. While nothing is sent it holds neither a task nor a timer: one node has 19,000 of them.
/// </summary>
internal sealed class Watcher<TSubject>(
    int number, string realm, TSubject subject, string? epoch, string? cursor, IPushClient client, Action<Watcher<TSubject>> askForSnapshot) : IWatch, IThreadPoolWorkItem
    where TSubject : struct
{
    /// <summary>Pushes waiting for one slow client.</summary>
    public const int QueuedPushesMax = 32;

    private readonly Queue<PushBody> waiting = new(1);
    private bool sending, behind, ended;
    private long n;

    public int Number => number;

    public string Realm => realm;

    public TSubject Subject => subject;

    /// <summary>Where the client says it stands; only its first answer looks at it.</summary>
    public string? Epoch { get; private set; } = epoch;

    public string? Cursor { get; private set; } = cursor;

    public bool IsEnded
    {
        get { lock (waiting) return ended; }
    }

    public void Join(BoardFeed feed) => feed.AudienceOf<TSubject>().Join(this);

    /// <summary>Never waits. A full queue is emptied and the watcher waits for a snapshot.</summary>
    public void Send(PushBody push)
    {
        lock (waiting)
        {
            if (ended || behind) return;
            if (waiting.Count == QueuedPushesMax)
            {
                behind = true;
                waiting.Clear(); // what is queued is superseded
                return;
            }
            waiting.Enqueue(push);
            if (sending) return;
            sending = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>The feed's first answer, or the snapshot that a slow client had to be dropped to.</summary>
    public void Start(PushBody push)
    {
        lock (waiting) (Epoch, Cursor, behind) = (null, null, false);
        Send(push);
    }

    public void End()
    {
        lock (waiting)
        {
            ended = true;
            waiting.Clear();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendWaiting();

    private async Task SendWaiting()
    {
        while (Next() is { } body)
        {
            try
            {
                await Send(new BoardPush(number, n++, body), body.Kind);
            }
            catch (Exception) // the connection is gone; its hub ends the watch
            {
                End();
            }
        }
    }

    /// <summary>The next push; null: there is none now, and somebody who is behind has asked for a snapshot.</summary>
    private PushBody? Next()
    {
        bool ask;
        lock (waiting)
        {
            if (waiting.TryDequeue(out var next)) return next;
            sending = false;
            ask = behind && !ended;
        }
        if (ask) askForSnapshot(this);
        return null;
    }

    private Task Send(BoardPush push, PushKind kind) => kind switch
    {
        PushKind.Snapshot => client.Snapshot(push),
        PushKind.Changes => client.Changes(push),
        _ => client.Heartbeat(push),
    };
}
