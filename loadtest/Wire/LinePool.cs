using System.Collections.Concurrent;
using System.Net;

namespace GridActors.LoadTest.Wire;

/// <summary>
/// At most <paramref name="linesMax"/> connections to one host. Who finds all of them busy waits, and in an open loop that waiting counts.
/// </summary>
public sealed class LinePool(EndPoint to, int linesMax) : IDisposable
{
    private readonly SemaphoreSlim free = new(linesMax);
    private readonly ConcurrentBag<HttpLine> idle = [];

    public async ValueTask<LineAnswer> Send(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        HttpLine? line = null;
        try
        {
            line = idle.TryTake(out var kept) ? kept : await HttpLine.Connect(to, cancel);
            var answer = await line.Send(request, cancel);
            answer = answer with { Body = answer.Body.ToArray() }; // the line goes to another, who overwrites it
            idle.Add(line);
            line = null;
            return answer;
        }
        finally
        {
            line?.Dispose();
            free.Release();
        }
    }

    public void Dispose()
    {
        foreach (var line in idle) line.Dispose();
        free.Dispose();
    }
}
