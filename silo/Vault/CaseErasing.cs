using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>Why a person's case is erased.</summary>
public enum ErasePurpose
{
    /// <summary>The person asked for it.</summary>
    PersonsRequest,

    /// <summary>Its time of keeping is over.</summary>
    KeepingOver,

    /// <summary>It should never have been written down.</summary>
    Mistake,
}

/// <summary>Erases a case on somebody's order, which is written down first. An open case and its sealed twin are of one person and go together, whichever is named.</summary>
public sealed class CaseErasing(IVault vault, IVaultTable table, IJournal journal)
{
    /// <summary>What the access record says was touched.</summary>
    public const string AllFields = "erased";

    /// <param name="at">The realm's time.</param>
    public async ValueTask Erase(string instance, string caseId, string who, ErasePurpose purpose, DateTimeOffset at)
    {
        var code = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(purpose.ToString());
        await table.WriteAccess(instance, new(who, code, caseId, AllFields, at));
        await vault.Erase(instance, caseId);
        if (await OpenTwinOf(instance, caseId) is { } open) await vault.Erase(instance, open);
    }

    /// <summary>The open case that a sealed one was made from; null when it was sealed from its first report, or is open itself.</summary>
    private async ValueTask<string?> OpenTwinOf(string instance, string caseId) =>
        await journal.ReadStream(StreamId.Of(instance, Partition.Sealed, DisputeStream.Kind, caseId), 0) is [var first, ..] && EventCodec.Decode(first) is DisputeSealed twin ? twin.OpenCaseId : null;
}
