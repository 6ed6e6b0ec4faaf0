using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GridActors.Journal;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Vault;

/// <summary>The keyed hashes of each instance, from its secret in the control database. Never rotated: every id hangs on it.</summary>
public sealed class RealmSecrets(IControlTable control, KeyFile keyFile) : IRealmSecrets
{
    private readonly ConcurrentDictionary<string, RealmKeys> known = new(StringComparer.Ordinal);

    /// <exception cref="UnknownInstanceException">There is no such instance, or no longer.</exception>
    public RealmKeys KeysOf(string instance) => known.TryGetValue(instance, out var keys) ? keys : known.GetOrAdd(instance, Unwrap);

    /// <summary>An instance was dropped.</summary>
    public void Forget(string instance) => known.TryRemove(instance, out _);

    /// <summary>A new realm's secret: random in live; elsewhere derived from the seed, so that two runs of one seed agree in every id.</summary>
    public static byte[] Mint(RealmKind kind, ulong? seed) => (kind, seed) switch
    {
        (RealmKind.Live, null) => RandomNumberGenerator.GetBytes(RealmKeys.SecretBytes),
        (RealmKind.Live, _) => throw new ArgumentException("live takes no seed: whoever knew it could compute every receipt", nameof(seed)),
        (_, null) => throw new ArgumentException("a realm other than live is made from a seed", nameof(seed)),
        (_, { } from) => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(from.ToString(CultureInfo.InvariantCulture)), RealmKeys.SecretBytes, info: "realm-secret"u8.ToArray()),
    };

    private RealmKeys Unwrap(string instance)
    {
        var secret = keyFile.Unwrap(KeyPurpose.RealmSecret, instance, subject: "", control.WrappedSecret(instance));
        RealmKeys keys = new(secret);
        CryptographicOperations.ZeroMemory(secret);
        return keys;
    }
}
