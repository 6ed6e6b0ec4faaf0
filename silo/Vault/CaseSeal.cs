using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using GridActors.Journal;

namespace GridActors.Silo.Vault;

/// <summary>One case's open data key. Not for two threads at once; dispose of it when its rows are sealed.</summary>
public sealed class CaseSeal : IDisposable
{
    private readonly string instance;
    private readonly AesGcm cipher;
    private byte[]? firstNonce;

    /// <param name="instance">The realm instance.</param>
    /// <param name="key">The case's key as stored.</param>
    /// <param name="dataKey">The same, open; copied.</param>
    /// <param name="firstNonce">12 random bytes, never used before, for the first row; none: it is drawn.</param>
    internal CaseSeal(string instance, CaseKey key, ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> firstNonce = default)
    {
        (this.instance, Key, cipher) = (instance, key, new(dataKey, Cipher.TagBytes));
        this.firstNonce = firstNonce.IsEmpty ? null : firstNonce.ToArray();
    }

    /// <summary>The wrapped key, to be written with the rows of a new case.</summary>
    public CaseKey Key { get; }

    public VaultRow Row(string rowId, string field, string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = Encoding.UTF8.GetBytes(text, bytes);
        var row = Row(rowId, field, bytes.AsSpan(0, written));
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(bytes);
        return row;
    }

    /// <summary>The row's <c>Text</c> is the ciphertext with its tag (16 bytes) behind it.</summary>
    public VaultRow Row(string rowId, string field, ReadOnlySpan<byte> utf8)
    {
        var length = BoundTo.Length(instance, Key.CaseId, rowId, field);
        var bound = length <= BoundTo.BytesOnStackMax ? stackalloc byte[length] : new byte[length];
        BoundTo.Write(bound, instance, Key.CaseId, rowId, field);
        var nonce = firstNonce ?? RandomNumberGenerator.GetBytes(Cipher.NonceBytes);
        firstNonce = null; // a nonce seals one row only
        var sealedText = new byte[utf8.Length + Cipher.TagBytes];
        cipher.Encrypt(nonce, utf8, sealedText.AsSpan(0, utf8.Length), sealedText.AsSpan(utf8.Length), bound);
        return new(rowId, Key.CaseId, field, nonce, sealedText);
    }

    internal OpenedRow Open(VaultRow row)
    {
        if (row.Nonce.Length != Cipher.NonceBytes || row.Text.Length < Cipher.TagBytes) throw VaultRefusedException.Changed("a vault row");
        var length = BoundTo.Length(instance, Key.CaseId, row.RowId, row.Field);
        var bound = length <= BoundTo.BytesOnStackMax ? stackalloc byte[length] : new byte[length];
        BoundTo.Write(bound, instance, Key.CaseId, row.RowId, row.Field);
        var text = row.Text.AsSpan(..^Cipher.TagBytes);
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        var opened = bytes.AsSpan(0, text.Length);
        try
        {
            cipher.Decrypt(row.Nonce, text, row.Text.AsSpan(^Cipher.TagBytes..), opened, bound);
            return new(row.RowId, row.Field, Encoding.UTF8.GetString(opened));
        }
        catch (AuthenticationTagMismatchException wrong)
        {
            throw VaultRefusedException.Changed("a vault row", wrong);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose() => cipher.Dispose();
}
