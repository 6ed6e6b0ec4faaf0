using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridActors.Tests.Web;

/// <summary>Callers that connect and say nothing, or never finish, under the limits the service is shipped with.</summary>
public sealed class SlowSendersTests
{
    private const int IdleSockets = 1_000;

    /// <summary>How long a test waits for the service to give a caller up.</summary>
    private static readonly TimeSpan GivenUpWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off_and_nothing_is_written()
    {
        await using var served = await ServedDistrict.Start();
        using var patience = new CancellationTokenSource(GivenUpWithin);
        using var socket = await Connected(served, patience.Token);
        var head = $"POST /api/reports HTTP/1.1\r\nHost: {served.Address.Authority}\r\nIdempotency-Key: slow-83kd92ms0qwx1zz\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head + "{\"category\":"), patience.Token);

        var told = await UntilCut(socket, patience.Token);
        Assert.True(told.Length == 0 || told.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), told);
        Assert.DoesNotContain("dispute-reported", served.Exported("live"), StringComparison.Ordinal);
        await served.Reported("slow-83kd92ms0qwx1zz");
        served.Remove();
    }

    [Fact]
    public async Task A_report_goes_through_beside_a_thousand_sockets_that_say_nothing_or_half_a_line()
    {
        await using var served = await ServedDistrict.Start();
        using var patience = new CancellationTokenSource(GivenUpWithin);
        var idle = new List<Socket>();
        try
        {
            for (var n = 0; n < IdleSockets; n++)
            {
                var socket = await Connected(served, patience.Token);
                idle.Add(socket);
                if (n % 2 == 0) await socket.SendAsync("POST /api/rep"u8.ToArray(), patience.Token);
            }
            await served.Reported("crowd-83kd92ms0qwx1zz");
            Assert.Equal(HttpStatusCode.OK, (await served.Get("/health/ready")).Status);
            await UntilCut(idle[0], patience.Token); // who began a line and does not end it is given up
        }
        finally
        {
            foreach (var socket in idle) socket.Dispose();
        }
        served.Remove();
    }

    private static async Task<Socket> Connected(ServedDistrict served, CancellationToken patience)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, served.Address.Port, patience);
        return socket;
    }

    /// <summary>Reads until the service closes the connection; what it said before.</summary>
    private static async Task<string> UntilCut(Socket socket, CancellationToken patience)
    {
        var told = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience) is var count and > 0) told.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // reset: as closed as it can be
        }
        return told.ToString();
    }
}
