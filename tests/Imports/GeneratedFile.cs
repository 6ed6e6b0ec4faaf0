using System.Text;

namespace GridActors.Tests.Imports;

/// <summary>A file of any size that stands nowhere: a beginning, rows made one after the other, an end.</summary>
internal sealed class GeneratedFile(string head, Func<int, string> row, string tail, long bytesMin) : Stream
{
    private byte[] chunk = Encoding.UTF8.GetBytes(head);
    private int at, rows;
    private long made;
    private bool isTail;

    /// <summary>Called with the bytes handed out so far, about every <see cref="TellEvery"/>.</summary>
    public Action<long>? Told { get; init; }

    public long TellEvery { get; init; } = 16 * 1024 * 1024;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (at == chunk.Length && !Next()) return 0;
        var copied = Math.Min(count, chunk.Length - at);
        chunk.AsSpan(at, copied).CopyTo(buffer.AsSpan(offset));
        at += copied;
        if ((made + copied) / TellEvery > made / TellEvery) Told?.Invoke(made + copied);
        made += copied;
        return copied;
    }

    private bool Next()
    {
        if (isTail) return false;
        var text = new StringBuilder();
        if (made >= bytesMin) (isTail, text) = (true, text.Append(tail));
        else
            for (var i = 0; i < 500; i++) text.Append(row(rows++));
        (chunk, at) = (Encoding.UTF8.GetBytes(text.ToString()), 0);
        return chunk.Length > 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => made; set => throw new NotSupportedException(); }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
