using System.Net;
using System.Net.Sockets;

namespace GridActors.Tests.Faults;

/// <summary>
/// Stands between a client and a server and now and then loses an answer: what the client said arrived, what the server said back does not, and the connection is
/// gone. Which answers are lost is drawn from a seed.
/// </summary>
internal sealed class LosingProxy : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Func<IPEndPoint> server;
    private readonly Random draw;
    private readonly Lock gate = new();
    private readonly Task accepting;
    private int lost;

    public LosingProxy(Func<IPEndPoint> server, int seed)
    {
        (this.server, draw) = (server, new(seed));
        listener.Start();
        accepting = Task.Run(Accept);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>One answer in so many is lost; 0 = none.</summary>
    public int LosesOneIn { get; set; }

    public int Lost => Volatile.Read(ref lost);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
    }

    private async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (!closing.IsCancellationRequested) open.Add(Carry(await listener.AcceptTcpClientAsync(closing.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // closed
        }
        await Task.WhenAll(open);
    }

    private async Task Carry(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server(), closing.Token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            var there = Pump(near.GetStream(), far.GetStream(), () => false, either.Token);
            var back = Pump(far.GetStream(), near.GetStream(), IsLost, either.Token);
            await Task.WhenAny(there, back);
            near.Client.LingerState = new(enable: true, seconds: 0); // what is gone is gone without a farewell
            await either.CancelAsync();
            await Task.WhenAll(there, back);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException)
        {
            // one side is gone, so the other goes
        }
    }

    private bool IsLost()
    {
        lock (gate)
        {
            if (LosesOneIn == 0 || draw.Next(LosesOneIn) != 0) return false;
        }
        Interlocked.Increment(ref lost);
        return true;
    }

    private static async Task Pump(NetworkStream from, NetworkStream to, Func<bool> isLost, CancellationToken ending)
    {
        var chunk = new byte[ChunkBytes];
        while (await from.ReadAsync(chunk, ending) is > 0 and var length && !isLost()) await to.WriteAsync(chunk.AsMemory(0, length), ending);
    }
}
