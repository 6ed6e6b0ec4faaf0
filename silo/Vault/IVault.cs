using System.Collections.Frozen;
using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>A row of the vault, read.</summary>
public sealed record OpenedRow(string RowId, string Field, string Text);

/// <summary>A case's texts under another case's key: what the sealed case's first command writes, and which new row stands for which old one.</summary>
public sealed record SealedCopy(CaseKey Key, ImmutableArray<VaultRow> Rows, FrozenDictionary<string, string> NewRowIds)
{
    /// <summary>The row ids of the texts that came with the copy, in their order.</summary>
    public ImmutableArray<string> AddedRowIds { get; init; } = [];
}

/// <summary>Personal text, encrypted before it meets a database: one data key per case, each row bound to its instance, case, row id and field.</summary>
public interface IVault
{
    /// <summary>
    /// A fresh key for a case that its command is about to open, and the means to seal its first rows. Nothing is kept of it here: if the command turns
    /// out to be a resend, the case has another key already and this one is forgotten with its rows.
    /// </summary>
    CaseSeal NewCase(string instance, string caseId);

    /// <summary>Seals one more text of a case that exists.</summary>
    /// <exception cref="CaseErasedException">The case has no key: it was erased, or never was.</exception>
    ValueTask<VaultRow> Seal(string instance, string caseId, string rowId, string field, string text);

    /// <summary>The case's rows of the given fields (null: all), in the order of their ids; empty when it was erased.</summary>
    /// <exception cref="VaultRefusedException">A row was changed, or moved here from elsewhere.</exception>
    ValueTask<IReadOnlyList<OpenedRow>> Open(string instance, string caseId, IReadOnlyCollection<string>? fields = null);

    /// <summary>Writes down who looks and why, durably, and only then opens the fields.</summary>
    ValueTask<IReadOnlyList<OpenedRow>> Reveal(string instance, AccessRow access, IReadOnlyCollection<string> fields);

    /// <summary>
    /// Re-encrypts every row of an open case for its sealed twin, and seals what is <paramref name="added"/> to it; new row ids come from the command that seals it.
    /// </summary>
    ValueTask<SealedCopy> CopyToSealed(
        string instance, string openCaseId, string sealedCaseId, CommandId command, IReadOnlyList<(string Field, string Text)>? added = null);

    /// <summary>
    /// Erases a person's case, and with an open case its sealed twin, whose texts are copies of it: logged first, then removed; a crash in between is finished at the next
    /// start. For a sealed case that was an open one name the open one (<see cref="CaseErasing"/> does).
    /// </summary>
    ValueTask Erase(string instance, string caseId);
}

/// <summary>The case has no data key: it was erased (answer 410), or there never was such a case.</summary>
public sealed class CaseErasedException() : Exception("the case's personal text was erased");
