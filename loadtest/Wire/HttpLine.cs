using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace GridActors.LoadTest.Wire;

/// <summary>An answer as read off the wire. <see cref="Body"/> is valid until the line's next request; empty when it came in chunks of more than one.</summary>
public readonly record struct LineAnswer(int Status, int SizeBytes, ReadOnlyMemory<byte> Body);

/// <summary>
/// One HTTP/1.1 connection for prebuilt requests, one at a time. It knows only what a load generator needs (status, length, end), which
/// costs a fraction of a full client, so that on one machine the service gets the processor.
/// </summary>
public sealed class HttpLine : IDisposable
{
    private const int AnswerBytesMax = 1 << 20;

    private readonly Socket socket;
    private byte[] buffer = new byte[4096];

    private HttpLine(Socket socket) => this.socket = socket;

    public static async Task<HttpLine> Connect(EndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a whole request and waits for its whole answer.</summary>
    /// <exception cref="IOException">The other side closed the connection or answered what is not HTTP.</exception>
    public async ValueTask<LineAnswer> Send(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        while (request.Length > 0) request = request[await socket.SendAsync(request, cancel)..];

        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length) Grow();
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel);
            if (read == 0) throw new IOException("The connection was closed before the answer was complete.");
            filled += read;
            if (Parsed(filled) is { } answer) return answer;
        }
    }

    public void Dispose() => socket.Dispose();

    private void Grow()
    {
        if (buffer.Length >= AnswerBytesMax) throw new IOException($"An answer is longer than {AnswerBytesMax} bytes.");
        Array.Resize(ref buffer, buffer.Length * 2);
    }

    private LineAnswer? Parsed(int filled)
    {
        var all = buffer.AsSpan(0, filled);
        var headEnd = all.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0) return null;
        var head = all[..(headEnd + 2)];
        if (!Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _)) throw new IOException("The answer is not HTTP/1.1.");

        var bodyStart = headEnd + 4;
        if (ContentLength(head) is { } length)
        {
            return filled < bodyStart + length ? null : new(status, filled, buffer.AsMemory(bodyStart, length));
        }

        if (head.IndexOf("Transfer-Encoding: chunked\r\n"u8) < 0) return new(status, filled, default);
        if (!all[bodyStart..].EndsWith("0\r\n\r\n"u8)) return null;
        return new(status, filled, SingleChunk(bodyStart, filled));
    }

    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : null;
    }

    private ReadOnlyMemory<byte> SingleChunk(int start, int filled)
    {
        var chunk = buffer.AsSpan(start, filled - start);
        if (!Utf8Parser.TryParse(chunk, out int length, out var digits, 'x')) return default;
        var body = digits + 2;
        return chunk.Length == body + length + 2 + "0\r\n\r\n".Length ? buffer.AsMemory(start + body, length) : default;
    }
}
