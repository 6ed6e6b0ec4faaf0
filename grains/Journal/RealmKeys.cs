using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GridActors.Journal;

/// <summary>
/// Every keyed hash of one realm instance: HMAC-SHA-256(subkey, fields), subkey = HKDF-SHA-256(realm secret, label). Each field is its UTF-8
/// length as 4 bytes, most significant first, then its bytes. The label keeps the uses apart: without it a stranger who posts a
/// case id as his key would be answered its receipt. The instance's name is never an input. Golden vectors: docs/journal-format.md.
/// </summary>
public sealed class RealmKeys
{
    /// <summary>Bytes of a realm secret and of every hash.</summary>
    public const int SecretBytes = 32;

    /// <summary>Characters of a case id: 80 bits of its hash.</summary>
    public const int CaseIdCharacters = 16;

    /// <summary>Characters of a receipt after its realm letter.</summary>
    public const int ReceiptCharacters = 16;

    /// <summary>Characters of a vault row id.</summary>
    private const int RowIdCharacters = 20;

    private const int FieldsBytesOnStackMax = 512;

    private readonly KeyedHash caseKey, commandKey, followUpKey, deadlineKey, receiptKey, bodyKey, searchKey, drawKey;

    public RealmKeys(ReadOnlySpan<byte> secret)
    {
        var key = secret.ToArray();
        KeyedHash Subkey(string label) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SecretBytes, info: Encoding.UTF8.GetBytes(label)));
        (caseKey, commandKey, followUpKey, deadlineKey) = (Subkey("case"), Subkey("command"), Subkey("followup"), Subkey("deadline"));
        (receiptKey, bodyKey, searchKey, drawKey) = (Subkey("receipt"), Subkey("body"), Subkey("search"), Subkey("draw"));
    }

    /// <summary>The case that a report with this key opens, whatever its body.</summary>
    public string CaseId(string account, string idempotencyKey) => Base32.Encode(Hash(caseKey, account, idempotencyKey), CaseIdCharacters);

    /// <summary>The sealed twin of an open case.</summary>
    public string SealedCaseId(string openCaseId) => Base32.Encode(Hash(caseKey, "sealed", openCaseId), CaseIdCharacters);

    /// <summary>The receipt of a case; <paramref name="realmLetter"/> says which kind of realm it belongs to (L, D, X).</summary>
    public string Receipt(char realmLetter, string caseId) => realmLetter + Base32.Encode(Hash(receiptKey, caseId), ReceiptCharacters);

    /// <summary>What is stored of a receipt, in hex.</summary>
    public string ReceiptHash(string receipt) => Convert.ToHexStringLower(Hash(receiptKey, "stored", receipt));

    /// <summary>What is stored of a report's key, in hex.</summary>
    public string ReportHash(string account, string idempotencyKey) => Convert.ToHexStringLower(Hash(caseKey, "report", account, idempotencyKey));

    public CommandId PersonsCommand(string account, string route, string idempotencyKey) => CommandId.From(Hash(commandKey, account, route, idempotencyKey));

    public CommandId FollowUpCommand(Partition partition, string causeStream, int causeVersion, string name, string target, int n) =>
        CommandId.From(Hash(followUpKey, partition.Code(), causeStream, Text(causeVersion), name, target, Text(n)));

    public CommandId DeadlineCommand(Partition partition, string stream, Deadline due) => CommandId.From(Hash(
        deadlineKey, partition.Code(), stream, due.Kind, due.SubjectId, Instants.Text(due.DueAt), Text(due.ArmedBy)));

    /// <summary>The hash of a body in canonical JSON (RFC 8785).</summary>
    public BodyHash Body(ReadOnlySpan<byte> canonicalJson) =>
        new(BodyHash.CanonicalJson, BinaryPrimitives.ReadUInt128BigEndian(bodyKey.Of(canonicalJson)));

    public string SearchHash(string term) => Convert.ToHexStringLower(Hash(searchKey, term));

    /// <summary>The id of the n-th vault row that a command writes; the same in two runs of one seed.</summary>
    public string VaultRowId(CommandId command, int n) => Base32.Encode(Hash(drawKey, "vault-row", command.ToString(), Text(n)), RowIdCharacters);

    /// <summary>The vault's subject for a responder of this name and phone: 16 characters, like a case's; another name is another subject.</summary>
    public string PersonId(string responder, string name, string phone) => Base32.Encode(Hash(drawKey, "person", responder, name, phone), CaseIdCharacters);

    /// <summary>The id of such a subject's one vault row.</summary>
    public string PersonRowId(string personId) => Base32.Encode(Hash(drawKey, "person-row", personId), RowIdCharacters);

    /// <summary>A draw in [0, 1) keyed by purpose, stream, version and n, never by a counter.</summary>
    public double Draw(string purpose, string stream, int version, int n) =>
        (BinaryPrimitives.ReadUInt64BigEndian(Hash(drawKey, purpose, stream, Text(version), Text(n))) >> 11) * (1.0 / (1UL << 53));

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Hash(KeyedHash key, params ReadOnlySpan<string> fields)
    {
        var length = 0;
        foreach (var field in fields) length += sizeof(int) + Encoding.UTF8.GetByteCount(field);
        var bytes = length <= FieldsBytesOnStackMax ? stackalloc byte[length] : new byte[length];
        var rest = bytes;
        foreach (var field in fields)
        {
            var written = Encoding.UTF8.GetBytes(field, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }
        return key.Of(bytes);
    }
}
