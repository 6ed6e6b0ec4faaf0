using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GridActors.Journal;

namespace GridActors.Tests.Rules.Journal;

public sealed class RealmKeysTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, RealmKeys.SecretBytes).Select(n => (byte)n)];
    private static readonly RealmKeys Keys = new(Secret);

    /// <summary>The rule as the contract words it, straight from the library: HMAC-SHA-256(HKDF(secret, label), length-prefixed fields).</summary>
    private static byte[] ByTheContract(string label, params string[] fields)
    {
        using MemoryStream bytes = new();
        foreach (var field in fields)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(field));
            bytes.Write(length);
            bytes.Write(Encoding.UTF8.GetBytes(field));
        }
        return HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret, 32, info: Encoding.UTF8.GetBytes(label)), bytes.ToArray());
    }

    [Fact]
    public void Ids_are_the_contracts_keyed_hashes()
    {
        Assert.Equal(Base32.Encode(ByTheContract("case", "", "key-0123456789abcdef"), 16), Keys.CaseId("", "key-0123456789abcdef"));
        Assert.Equal(Base32.Encode(ByTheContract("case", "sealed", "CASE"), 16), Keys.SealedCaseId("CASE"));
        Assert.Equal('L' + Base32.Encode(ByTheContract("receipt", "CASE"), 16), Keys.Receipt('L', "CASE"));
        Assert.Equal(CommandId.From(ByTheContract("command", "", "路/route", "key")), Keys.PersonsCommand("", "路/route", "key"));
        Assert.Equal(
            CommandId.From(ByTheContract("followup", "open", "dispute/A", "3", "assigned", "cell/B", "0")),
            Keys.FollowUpCommand(Partition.Open, "dispute/A", 3, "assigned", "cell/B", 0));
        Assert.Equal(Convert.ToHexStringLower(ByTheContract("search", new string('长', 500))), Keys.SearchHash(new string('长', 500)));
    }

    [Fact]
    public void Many_threads_at_once_get_the_same_hashes()
    {
        var expected = Enumerable.Range(0, 500).Select(n => Keys.CaseId("", $"{n}")).ToArray();
        Parallel.For(0, 20_000, n => Assert.Equal(expected[n % 500], Keys.CaseId("", $"{n % 500}")));
    }

    [Fact]
    public void A_case_id_posted_as_a_key_is_not_answered_its_receipt()
    {
        var caseId = Keys.CaseId("", "key-0123456789abcdef");
        Assert.NotEqual(Keys.Receipt('L', caseId)[1..], Keys.CaseId("", caseId));
        Assert.NotEqual(Keys.ReceiptHash(Keys.Receipt('L', caseId)), Keys.ReportHash("", caseId));
    }
}
