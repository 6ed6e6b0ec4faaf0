using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GridActors.Journal;

namespace GridActors.OpsWeb.Board;

/// <summary>
/// Where a board or an inbox stands, for its client to hand back: encrypted, authenticated, and bound to (instance, epoch, subject, registry, scope), so that it tells
/// nothing and fits nowhere else. The subject is what is watched. AES-256-GCM under a key of the instance, HKDF of the service's cursor key.
/// </summary>
internal sealed class PushCursors : IDisposable
{
    /// <summary>Longer texts are no cursor of ours.</summary>
    public const int CursorCharactersMax = 200;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MarkBytes = 1 + sizeof(long) + sizeof(ulong);

    private readonly AesGcm cipher;
    private readonly Lock gate = new();
    private readonly string instance;
    private readonly BoardScope scope;

    public PushCursors(ReadOnlySpan<byte> cursorKey, string instance, BoardScope scope)
    {
        (this.instance, this.scope) = (instance, scope);
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, cursorKey, key, salt: [], info: Encoding.UTF8.GetBytes(instance));
        cipher = new(key, TagBytes);
    }

    public string Write(string epoch, string subject, string registry, IReadOnlyList<BoardMark> marks)
    {
        var plain = new byte[marks.Count * MarkBytes];
        for (var i = 0; i < marks.Count; i++)
        {
            var at = plain.AsSpan(i * MarkBytes, MarkBytes);
            at[0] = (byte)marks[i].Partition;
            BinaryPrimitives.WriteInt64BigEndian(at[1..], marks[i].Position);
            BinaryPrimitives.WriteUInt64BigEndian(at[(1 + sizeof(long))..], marks[i].HashTag);
        }
        var bytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        lock (gate)
            cipher.Encrypt(bytes.AsSpan(0, NonceBytes), plain, bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), BoundTo(epoch, subject, registry));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The marks, or null for anything that was not written here for this epoch, subject, registry and scope.</summary>
    public IReadOnlyList<BoardMark>? Read(string? cursor, string epoch, string subject, string registry)
    {
        if (cursor is null or { Length: 0 or > CursorCharactersMax } || !Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        var length = bytes.Length - NonceBytes - TagBytes;
        if (length <= 0 || length % MarkBytes != 0) return null;
        var plain = new byte[length];
        try
        {
            lock (gate)
                cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, length), bytes.AsSpan(NonceBytes + length), plain, BoundTo(epoch, subject, registry));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var marks = new BoardMark[length / MarkBytes];
        for (var i = 0; i < marks.Length; i++)
        {
            var at = plain.AsSpan(i * MarkBytes, MarkBytes);
            marks[i] = new((Partition)at[0], BinaryPrimitives.ReadInt64BigEndian(at[1..]), BinaryPrimitives.ReadUInt64BigEndian(at[(1 + sizeof(long))..]));
        }
        return marks;
    }

    public void Dispose() => cipher.Dispose();

    private byte[] BoundTo(string epoch, string subject, string registry) => Encoding.UTF8.GetBytes($"{instance}|{epoch}|{subject}|{registry}|{scope.Name}|{scope.Version}");
}
