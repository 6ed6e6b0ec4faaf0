using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace GridActors.Journal;

/// <summary>
/// HMAC-SHA-256 under one key. The objects are kept and used again, each by one thread at a time: setting the key up anew costs three times the
/// hash, and one report needs a dozen.
/// </summary>
internal sealed class KeyedHash(byte[] key)
{
    private readonly ObjectPool<IncrementalHash> hashes = new DefaultObjectPoolProvider().Create(new Keyed(key));

    internal byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var hash = hashes.Get();
        try
        {
            hash.AppendData(bytes);
            return hash.GetHashAndReset();
        }
        finally
        {
            hashes.Return(hash);
        }
    }

    private sealed class Keyed(byte[] key) : PooledObjectPolicy<IncrementalHash>
    {
        public override IncrementalHash Create() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        public override bool Return(IncrementalHash obj) => true;
    }
}
