using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>Brings everything stored under the newest generation of the key file, while the service runs.</summary>
public sealed class KeyRotation(KeyFile keyFile, IControlTable control, IVaultTable table) : IDisposable
{
    /// <summary>Wrapped keys read and replaced in one transaction.</summary>
    public const int KeysPerStepMax = 500;

    /// <summary>Days that a retired generation may be asked to be kept before it is destroyed; 0: none is kept, when a key file was stolen.</summary>
    public const int KeptDaysMin = 0, KeptDaysMax = 3_650;

    private readonly SemaphoreSlim gate = new(1);

    /// <summary>A new generation, everything re-wrapped by it, the older ones retired.</summary>
    public async ValueTask Rotate(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            await keyFile.Rotate(RewrapAll, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Destroys generations retired longer ago than <paramref name="kept"/>. Everything is re-wrapped once more before: a command on its way during the rotation may
    /// have written a key under the old generation after it was passed.
    /// </summary>
    public async ValueTask DestroyRetired(TimeSpan kept, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            await RewrapAll(cancellation);
            keyFile.DestroyRetired(kept);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async ValueTask RewrapAll(CancellationToken cancellation)
    {
        control.RewrapSecrets(keyFile);
        foreach (var instance in control.Instances())
        {
            for (var after = ""; await table.ReadKeys(instance.Instance, after, KeysPerStepMax) is { Count: > 0 } keys; after = keys[^1].CaseId)
            {
                cancellation.ThrowIfCancellationRequested();
                var old = keys.Where(key => key.KeyGeneration != keyFile.Current).Select(key => Rewrapped(instance.Instance, key)).ToList();
                if (old.Count > 0) await table.ReplaceKeys(instance.Instance, old);
            }
        }
    }

    private CaseKey Rewrapped(string instance, CaseKey key)
    {
        var wrapped = keyFile.Rewrap(KeyPurpose.CaseKey, instance, key.CaseId, new(key.KeyGeneration, key.WrappedKey));
        return key with { WrappedKey = wrapped.Bytes, KeyGeneration = wrapped.Generation };
    }
}
