using System.Collections.Immutable;
using System.Text.Json;

namespace GridActors.Silo.Archive;

/// <summary>How a column's values are written in an archive.</summary>
public enum ArchiveKind
{
    /// <summary>Text, byte for byte.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Bytes as lower-case hex.</summary>
    Hex,

    /// <summary>Bytes as base64; null where there are none.</summary>
    Bytes,
}

/// <summary>A column of a table, under the contract's name.</summary>
public sealed record ArchiveColumn(string Name, ArchiveKind Kind)
{
    /// <summary>The name as it stands in every line.</summary>
    internal JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}

/// <summary>
/// A table of a realm instance as it stands in an archive: the contract's columns (contract §2), whatever the store keeps them in, and rows in the order of
/// <see cref="Order"/>, so that two archives of equal rows are equal files.
/// </summary>
public sealed record ArchiveTable(string Name, ImmutableArray<ArchiveColumn> Columns, ImmutableArray<string> Order)
{
    public static readonly ArchiveTable Entries = Of(
        "entries", "partition, position", "partition, position#, stream, version#, ordinal#, at, recordedAt, commandId, cause, tieRank#, name, nameVersion#, payload, hash%");

    public static readonly ArchiveTable Commands = Of("commands", "partition, stream, commandId", "partition, stream, commandId, version#, bodyForm#, bodyHmac=");

    public static readonly ArchiveTable Due = Of(
        "due", "dueAt, partition, stream, kind, subjectId, armedBy", "partition, stream, kind, subjectId, dueAt, armedBy#, area");

    public static readonly ArchiveTable Followers = Of("followers", "partition", "partition, position#");

    public static readonly ArchiveTable Parked = Of("parked", "partition, target, cause, name, n", "partition, target, cause, name, n#, tries#, error");

    public static readonly ArchiveTable Lookups = Of("lookups", "kind, keyHash, caseId", "kind, keyHash, caseId, partition");

    public static readonly ArchiveTable Vault = Of("vault", "caseId, rowId", "rowId, caseId, field, nonce=, text=");

    public static readonly ArchiveTable CaseKeys = Of("caseKeys", "caseId", "caseId, wrappedKey=, keyGeneration#");

    public static readonly ArchiveTable Access = Of("access", "at, who, purpose, caseId, fields", "who, purpose, caseId, fields, at");

    /// <summary>Every table but the heads, which stand in the manifest; in the order they are put back, for a case's texts follow its stream.</summary>
    public static readonly ImmutableArray<ArchiveTable> All = [Entries, Commands, Due, Followers, Parked, Lookups, Vault, CaseKeys, Access];

    public string FileName => Name + ".ndjson";

    public int ColumnOf(string name)
    {
        for (var at = 0; at < Columns.Length; at++)
            if (Columns[at].Name == name) return at;
        throw new ArgumentException($"{Name} has no column {name}", nameof(name));
    }

    /// <summary>A mark behind a name tells its kind: # number, % hex, = bytes.</summary>
    private static ArchiveTable Of(string name, string order, string columns) => new(
        name,
        [.. columns.Split(", ").Select(column => column[^1] switch
        {
            '#' => new ArchiveColumn(column[..^1], ArchiveKind.Number),
            '%' => new ArchiveColumn(column[..^1], ArchiveKind.Hex),
            '=' => new ArchiveColumn(column[..^1], ArchiveKind.Bytes),
            _ => new ArchiveColumn(column, ArchiveKind.Text),
        })],
        [.. order.Split(", ")]);
}
