using System.Collections.Frozen;
using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>The vault over the instance's own tables. Safe to call from any thread.</summary>
public sealed class CaseVault(IVaultTable table, KeyFile keyFile, IRealmSecrets secrets, ErasureLog erasures) : IVault
{
    private const int DataKeyBytes = 32;

    private readonly CaseKeyCache cache = new(CaseKeyCache.KeysMax);

    public CaseSeal NewCase(string instance, string caseId)
    {
        Span<byte> random = stackalloc byte[DataKeyBytes + 2 * Cipher.NonceBytes];
        RandomNumberGenerator.Fill(random); // each call costs more than an encryption, so one for the key and two nonces
        var dataKey = random[..DataKeyBytes];
        var nonces = random[DataKeyBytes..];
        var wrapped = keyFile.Wrap(KeyPurpose.CaseKey, instance, caseId, dataKey, nonces[..Cipher.NonceBytes]);
        CaseSeal seal = new(instance, new(caseId, wrapped.Bytes, wrapped.Generation), dataKey, nonces[Cipher.NonceBytes..]);
        CryptographicOperations.ZeroMemory(dataKey);
        return seal;
    }

    public async ValueTask<VaultRow> Seal(string instance, string caseId, string rowId, string field, string text)
    {
        using var seal = await Find(instance, caseId) ?? throw new CaseErasedException();
        return seal.Row(rowId, field, text);
    }

    public async ValueTask<IReadOnlyList<OpenedRow>> Open(string instance, string caseId, IReadOnlyCollection<string>? fields = null)
    {
        using var seal = await Find(instance, caseId);
        if (seal is null) return [];
        return [.. (await table.ReadRows(instance, caseId, fields)).OrderBy(row => row.RowId, StringComparer.Ordinal).Select(seal.Open)];
    }

    public async ValueTask<IReadOnlyList<OpenedRow>> Reveal(string instance, AccessRow access, IReadOnlyCollection<string> fields)
    {
        await table.WriteAccess(instance, access);
        return await Open(instance, access.CaseId, fields);
    }

    public async ValueTask<SealedCopy> CopyToSealed(
        string instance, string openCaseId, string sealedCaseId, CommandId command, IReadOnlyList<(string Field, string Text)>? added = null)
    {
        var opened = await Open(instance, openCaseId);
        var keys = secrets.KeysOf(instance);
        using var seal = NewCase(instance, sealedCaseId);
        var copies = opened.Select((row, n) => (Old: row.RowId, New: seal.Row(keys.VaultRowId(command, n), row.Field, row.Text))).ToList();
        var more = (added ?? []).Select((text, n) => seal.Row(keys.VaultRowId(command, copies.Count + n), text.Field, text.Text)).ToList();
        return new(seal.Key, [.. copies.Select(copy => copy.New), .. more], copies.ToFrozenDictionary(copy => copy.Old, copy => copy.New.RowId))
        {
            AddedRowIds = [.. more.Select(row => row.RowId)],
        };
    }

    public async ValueTask Erase(string instance, string caseId)
    {
        var erased = new List<string> { caseId };
        var twin = secrets.KeysOf(instance).SealedCaseId(caseId);
        if (await table.ReadKey(instance, twin) is not null || (await table.ReadRows(instance, twin)).Count > 0) erased.Add(twin);
        foreach (var one in erased) erasures.Append(instance, one, [.. (await table.ReadRows(instance, one)).Select(row => row.RowId)]);
        foreach (var one in erased)
        {
            await table.EraseCase(instance, one);
            cache.Forget(instance, one);
        }
    }

    private async ValueTask<CaseSeal?> Find(string instance, string caseId)
    {
        if (erasures.IsCaseErased(instance, caseId)) return null;
        if (cache.Find(instance, caseId) is { } kept) return new(instance, kept.Key, kept.DataKey);
        if (await table.ReadKey(instance, caseId) is not { } key) return null;
        var dataKey = keyFile.Unwrap(KeyPurpose.CaseKey, instance, caseId, new(key.KeyGeneration, key.WrappedKey));
        cache.Keep(new(instance, key, dataKey));
        return new(instance, key, dataKey);
    }
}
