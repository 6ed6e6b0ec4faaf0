using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GridActors.Journal;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Vault;

/// <summary>What a wrapped key is for; part of what it is bound to.</summary>
public enum KeyPurpose
{
    RealmSecret,
    CaseKey,
}

/// <summary>A key as stored: which generation of the key file wrapped it, and nonce (12 bytes), ciphertext, tag (16).</summary>
public sealed record WrappedKey(int Generation, byte[] Bytes);

/// <summary>
/// The keys that wrap all others: random, several generations, in one file of mode 0600 outside every database. The newest wraps, every kept one
/// unwraps (AES-256-GCM, bound to purpose, instance and subject). Losing the file loses all personal text and every realm secret.
/// </summary>
public sealed class KeyFile : IDisposable
{
    private const int Format = 1;

    private readonly DataFolder folder;
    private readonly TimeProvider time;
    private volatile ImmutableSortedDictionary<int, KeyGeneration> generations;

    private KeyFile(DataFolder folder, TimeProvider time, IEnumerable<KeyGeneration> generations) =>
        (this.folder, this.time, this.generations) = (folder, time, generations.ToImmutableSortedDictionary(one => one.Number, one => one));

    /// <summary>Opens the folder's key file. Where there is none it is made, unless <paramref name="isNeeded"/>: something that <paramref name="holder"/> stores was wrapped by the missing one.</summary>
    /// <exception cref="FolderRefusedException">Missing though needed, readable by others, damaged, or of a newer format.</exception>
    public static KeyFile Open(DataFolder folder, bool isNeeded, TimeProvider time, string? holder = null)
    {
        var file = folder.KeyFile;
        if (File.Exists(file)) return new(folder, time, Load(file));
        if (isNeeded)
            throw new FolderRefusedException(
                $"{holder ?? $"The data folder {folder.Root}"} holds encrypted text, but its key file {file} is missing. Put the file back from its own backup, or name its folder: --keys DIR. "
                + "Without it no name, phone or text there can ever be read.");
        using var turn = TakeTurn(file);
        if (File.Exists(file)) return new(folder, time, Load(file)); // another process of the district was quicker
        KeyFile made = new(folder, time, [new(1, RandomNumberGenerator.GetBytes(KeyGeneration.KeyBytes), Instants.Text(time.GetUtcNow()), RetiredAt: null)]);
        made.Save(made.generations);
        return made;
    }

    /// <summary>Two processes that start a new district at once must not each make a key: what one wrapped nobody could open.</summary>
    private static FileStream TakeTurn(string file)
    {
        try
        {
            return PrivateFiles.Open(file + ".making", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new FolderRefusedException($"Another process is making the key file {file} at this moment: start this one again.", taken);
        }
    }

    /// <summary>The generation that wraps now.</summary>
    public int Current => Newest.Number;

    public IEnumerable<int> Generations => generations.Keys;

    /// <summary>Whether both have a generation with the same key: they belong to one district.</summary>
    public bool SharesWith(KeyFile other) => generations.Values.Any(one => other.generations.TryGetValue(one.Number, out var its) && CryptographicOperations.FixedTimeEquals(one.Key, its.Key));

    private KeyGeneration Newest => generations.Last().Value;

    public WrappedKey Wrap(KeyPurpose purpose, string instance, string subject, ReadOnlySpan<byte> key)
    {
        Span<byte> nonce = stackalloc byte[Cipher.NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        return Wrap(purpose, instance, subject, key, nonce);
    }

    /// <param name="randomNonce">12 random bytes, never used before.</param>
    internal WrappedKey Wrap(KeyPurpose purpose, string instance, string subject, ReadOnlySpan<byte> key, ReadOnlySpan<byte> randomNonce)
    {
        var newest = Newest;
        return new(newest.Number, newest.Wrap(key, randomNonce, Code(purpose), instance, subject));
    }

    /// <exception cref="VaultRefusedException">Its generation is gone, or it was changed or wrapped for something else.</exception>
    public byte[] Unwrap(KeyPurpose purpose, string instance, string subject, WrappedKey wrapped) =>
        (generations.GetValueOrDefault(wrapped.Generation) ?? Read().GetValueOrDefault(wrapped.Generation) ?? throw new VaultRefusedException($"generation {wrapped.Generation} of the key file was destroyed or belongs to another file"))
            .Unwrap(wrapped.Bytes, Code(purpose), instance, subject);

    public WrappedKey Rewrap(KeyPurpose purpose, string instance, string subject, WrappedKey wrapped) =>
        wrapped.Generation == Current ? wrapped : Wrap(purpose, instance, subject, Unwrap(purpose, instance, subject, wrapped));

    /// <summary>
    /// Adds a generation, lets the caller re-wrap everything that is stored, and only then calls the older ones retired. They still unwrap (for backups)
    /// until <see cref="DestroyRetired"/>. Cut short, it may simply be called again.
    /// </summary>
    public async ValueTask Rotate(Func<CancellationToken, ValueTask> rewrap, CancellationToken cancellation)
    {
        Save(generations.Add(Current + 1, new(Current + 1, RandomNumberGenerator.GetBytes(KeyGeneration.KeyBytes), Instants.Text(time.GetUtcNow()), RetiredAt: null)));
        await rewrap(cancellation);
        var now = Instants.Text(time.GetUtcNow());
        Save(generations.SetItems(generations.Values
            .Where(old => old.Number != Current && old.RetiredAt is null)
            .Select(old => KeyValuePair.Create(old.Number, old with { RetiredAt = now }))));
    }

    /// <summary>Destroys generations that were retired longer ago than <paramref name="kept"/>: backups from before are then beyond reading.</summary>
    /// <exception cref="FolderRefusedException">The file serves two stores, and only one was re-wrapped.</exception>
    public void DestroyRetired(TimeSpan kept)
    {
        var before = time.GetUtcNow() - kept;
        var old = generations.Values.Where(one => one.RetiredAt is { } retired && Instants.Parse(retired) < before).ToList();
        if (old.Count == 0) return;
        if (folder.BelongsToDatabase && File.Exists(folder.Control))
            throw new FolderRefusedException(
                $"The key file {folder.KeyFile} opens two districts, one in {folder.Control} and one on PostgreSQL: destroying what one does without could end the other. Give each a folder of its own first.");
        Save(generations.RemoveRange(old.Select(one => one.Number)));
        foreach (var one in old) one.Dispose();
    }

    public void Dispose()
    {
        foreach (var one in generations.Values) one.Dispose();
    }

    /// <summary>The file as it is now: another process on it may have rotated the keys.</summary>
    private ImmutableSortedDictionary<int, KeyGeneration> Read() =>
        generations = File.Exists(folder.KeyFile) ? Load(folder.KeyFile).ToImmutableSortedDictionary(one => one.Number, one => one) : generations;

    private void Save(ImmutableSortedDictionary<int, KeyGeneration> next)
    {
        StoredFile stored = new(Format, [.. next.Values.Select(one => new StoredGeneration(one.Number, Convert.ToBase64String(one.Key), one.MadeAt, one.RetiredAt))]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(stored, JsonSerializerOptions.Web);
        PrivateFiles.Replace(folder.KeyFile, bytes); // durable before anything is wrapped with it
        CryptographicOperations.ZeroMemory(bytes);
        generations = next;
    }

    private static List<KeyGeneration> Load(string file)
    {
        if (PrivateFiles.IsOpenToOthers(file))
            throw new FolderRefusedException($"Other users of this machine may open the key file {file}. Close it (chmod 600 '{file}') and consider its keys known: rotate them.");
        var bytes = File.ReadAllBytes(file);
        try
        {
            var stored = JsonSerializer.Deserialize<StoredFile>(bytes, JsonSerializerOptions.Web) ?? throw new JsonException("empty");
            if (stored.Format > Format) throw new FolderRefusedException($"The key file {file} has format {stored.Format}: a newer build wrote it; start that one.");
            var generations = stored.Generations.Select(one => new KeyGeneration(one.Generation, Convert.FromBase64String(one.Key), one.MadeAt, one.RetiredAt)).ToList();
            return generations.Count > 0 && generations.TrueForAll(one => one.Key.Length == KeyGeneration.KeyBytes) ? generations : throw new JsonException("no whole key in it");
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or ArgumentNullException)
        {
            throw new FolderRefusedException($"The key file {file} is damaged. Put it back from its own backup.", damaged);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static string Code(KeyPurpose purpose) => purpose == KeyPurpose.RealmSecret ? "realm-secret" : "case-key";

    private sealed record StoredFile(int Format, IReadOnlyList<StoredGeneration> Generations);

    private sealed record StoredGeneration(int Generation, string Key, string MadeAt, string? RetiredAt);
}
