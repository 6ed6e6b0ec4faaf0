using System.Threading.Channels;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>
/// One watch of one connection. What it is sent waits in a bounded queue; a client too slow for it loses the queue and gets a snapshot, and delays
/// nobody else.
/// </summary>
internal sealed class Watcher
{
    /// <summary>Pushes waiting for one slow client.</summary>
    public const int QueuedPushesMax = 32;

    private readonly Channel<PushBody> queue = Channel.CreateBounded<PushBody>(new BoundedChannelOptions(QueuedPushesMax) { SingleReader = true });
    private readonly CancellationTokenSource ended = new();
    private readonly IBoardClient client;
    private readonly Action<Watcher> askForSnapshot;
    private volatile bool behind;
    private long n;

    public Watcher(int number, string realm, AreaId area, string? epoch, string? cursor, IBoardClient client, Action<Watcher> askForSnapshot)
    {
        (Number, Realm, Area, Epoch, Cursor, this.client, this.askForSnapshot) = (number, realm, area, epoch, cursor, client, askForSnapshot);
        _ = Pump();
    }

    public int Number { get; }

    /// <summary>As it was asked for: a name follows to the realm's next instance.</summary>
    public string Realm { get; }

    public AreaId Area { get; }

    /// <summary>Where the client says it stands; only its first answer looks at it.</summary>
    public string? Epoch { get; private set; }

    public string? Cursor { get; private set; }

    public bool IsEnded => ended.IsCancellationRequested;

    /// <summary>Never waits. A full queue is emptied and the watcher waits for a snapshot.</summary>
    public void Send(PushBody push)
    {
        if (behind || queue.Writer.TryWrite(push)) return;
        behind = true;
    }

    /// <summary>The feed's first answer, or the snapshot that a slow client had to be dropped to.</summary>
    public void Start(PushBody push)
    {
        (Epoch, Cursor, behind) = (null, null, false);
        Send(push); // no room for it: the client is behind again, and asks again
    }

    /// <summary>Does not wait for a push on its way: the client ignores those of an ended watch.</summary>
    public void End()
    {
        queue.Writer.TryComplete();
        ended.Cancel();
    }

    private async Task Pump()
    {
        try
        {
            while (await queue.Reader.WaitToReadAsync(ended.Token))
            {
                while (queue.Reader.TryRead(out var body))
                {
                    if (behind && body.Kind != PushKind.Snapshot) continue; // what is queued is superseded
                    await Send(new BoardPush(Number, n++, body), body.Kind);
                }
                if (behind) askForSnapshot(this);
            }
        }
        catch (OperationCanceledException)
        {
            // the watch ended
        }
    }

    private Task Send(BoardPush push, PushKind kind) => kind switch
    {
        PushKind.Snapshot => client.Snapshot(push),
        PushKind.Changes => client.Changes(push),
        _ => client.Heartbeat(push),
    };
}
