using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace GridActors.Silo.Vault;

/// <summary>One key of the key file. Instants are texts, as they stand in the file; <see cref="RetiredAt"/> is null while anything may be wrapped by it.</summary>
internal sealed record KeyGeneration(int Number, byte[] Key, string MadeAt, string? RetiredAt) : IDisposable
{
    internal const int KeyBytes = 32;

    /// <summary>A cipher object must not be used by two threads at once, and making one costs more than using it.</summary>
    private readonly ObjectPool<AesGcm> ciphers = new DefaultObjectPoolProvider().Create(new Ciphers(Key));

    internal byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> randomNonce, string purpose, string instance, string subject)
    {
        var length = BoundTo.Length(purpose, instance, subject);
        var bound = length <= BoundTo.BytesOnStackMax ? stackalloc byte[length] : new byte[length];
        BoundTo.Write(bound, purpose, instance, subject);
        var wrapped = new byte[Cipher.NonceBytes + key.Length + Cipher.TagBytes];
        randomNonce.CopyTo(wrapped);
        var cipher = ciphers.Get();
        cipher.Encrypt(randomNonce, key, wrapped.AsSpan(Cipher.NonceBytes, key.Length), wrapped.AsSpan(Cipher.NonceBytes + key.Length), bound);
        ciphers.Return(cipher);
        return wrapped;
    }

    internal byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose, string instance, string subject)
    {
        var length = BoundTo.Length(purpose, instance, subject);
        var bound = length <= BoundTo.BytesOnStackMax ? stackalloc byte[length] : new byte[length];
        BoundTo.Write(bound, purpose, instance, subject);
        if (wrapped.Length <= Cipher.NonceBytes + Cipher.TagBytes) throw VaultRefusedException.Changed($"the wrapped {purpose}");
        var key = new byte[wrapped.Length - Cipher.NonceBytes - Cipher.TagBytes];
        var cipher = ciphers.Get();
        try
        {
            cipher.Decrypt(wrapped[..Cipher.NonceBytes], wrapped[Cipher.NonceBytes..^Cipher.TagBytes], wrapped[^Cipher.TagBytes..], key, bound);
        }
        catch (AuthenticationTagMismatchException wrong)
        {
            throw VaultRefusedException.Changed($"the wrapped {purpose}", wrong);
        }
        finally
        {
            ciphers.Return(cipher);
        }
        return key;
    }

    public void Dispose()
    {
        (ciphers as IDisposable)?.Dispose();
        CryptographicOperations.ZeroMemory(Key);
    }

    private sealed class Ciphers(byte[] key) : PooledObjectPolicy<AesGcm>
    {
        public override AesGcm Create() => new(key, Cipher.TagBytes);

        public override bool Return(AesGcm obj) => true;
    }
}
