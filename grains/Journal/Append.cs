using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>One event on its way into the journal: its stored name and version, its payload as JSON, and the object for readers in this process.</summary>
public sealed record NewEvent(string Name, int NameVersion, string Payload, object Event);

/// <summary>
/// A deadline of a stream. <see cref="SubjectId"/> tells apart two subjects due at one instant (else empty); <see cref="ArmedBy"/> is the stream
/// version whose event set it, so that the same deadline can be set again after it was taken back.
/// </summary>
[GenerateSerializer, Immutable, Alias("deadline")]
public readonly record struct Deadline(
    [property: Id(0)] string Kind, [property: Id(1)] string SubjectId, [property: Id(2)] DateTimeOffset DueAt, [property: Id(3)] int ArmedBy);

/// <summary>A piece of personal text, already encrypted: AES-256-GCM under its case's key, AAD = instance | caseId | rowId | field.</summary>
[GenerateSerializer, Immutable, Alias("vault-row")]
public sealed record VaultRow(
    [property: Id(0)] string RowId, [property: Id(1)] string CaseId, [property: Id(2)] string Field, [property: Id(3)] byte[] Nonce, [property: Id(4)] byte[] Text);

/// <summary>A case's own data key, wrapped by the given generation of the key file.</summary>
[GenerateSerializer, Immutable, Alias("case-key")]
public sealed record CaseKey([property: Id(0)] string CaseId, [property: Id(1)] byte[] WrappedKey, [property: Id(2)] int KeyGeneration);

/// <summary>What a look-up row finds: a case by the hash of its report key (<c>report</c>), of its receipt (<c>receipt</c>), or of a search term (<c>search</c>).</summary>
[GenerateSerializer, Immutable, Alias("lookup")]
public sealed record Lookup([property: Id(0)] string Kind, [property: Id(1)] string KeyHash, [property: Id(2)] string CaseId, [property: Id(3)] Partition Partition)
{
    public const string Report = "report";
    public const string Receipt = "receipt";
    public const string Search = "search";
}

/// <summary>What a command puts into the vault, in the same transaction as its events.</summary>
[GenerateSerializer, Immutable, Alias("vault-writes")]
public sealed record VaultWrites(
    [property: Id(0)] ImmutableArray<VaultRow> Rows, [property: Id(1)] ImmutableArray<CaseKey> Keys, [property: Id(2)] ImmutableArray<Lookup> Lookups)
{
    /// <summary>Look-up rows that move to another case and partition (a case that is being sealed); the old row must exist.</summary>
    [Id(3)] public ImmutableArray<Lookup> Repointed { get; init; } = [];

    public static readonly VaultWrites None = new([], [], []);
}

/// <summary>
/// One command's whole write. No events = a command that found nothing new, remembered all the same. Deadlines are the difference to the table:
/// what the new state no longer has, and what it newly has.
/// </summary>
public sealed record AppendRequest
{
    public required StreamId Stream { get; init; }

    /// <summary>The stream's version the decision was made at.</summary>
    public required int ExpectedVersion { get; init; }

    public required CommandId Command { get; init; }

    public BodyHash Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Cause { get; init; }

    public required TieRank TieRank { get; init; }

    public required ImmutableArray<NewEvent> Events { get; init; }

    public ImmutableArray<Deadline> Cleared { get; init; } = [];

    public ImmutableArray<Deadline> Armed { get; init; } = [];

    /// <summary>The area written beside armed deadlines, so that due work can be shared by place.</summary>
    public string Area { get; init; } = "";

    public VaultWrites Vault { get; init; } = VaultWrites.None;
}

public enum AppendOutcome
{
    /// <summary>Committed and durable.</summary>
    Accepted,

    /// <summary>The command id is known with the same body: nothing was written, the first answer stands.</summary>
    Repeated,

    /// <summary>The command id (or the report's key) is known with another body: nothing was written.</summary>
    OtherBody,

    /// <summary>The stream is not at the expected version: nothing was written, fold it again.</summary>
    Conflict,
}

/// <summary>
/// The store's answer to one command. <see cref="LastVersion"/>: the stream's version after the command (for a repeated one: what it was when
/// first answered). <see cref="Position"/> and <see cref="HashTag"/> are those of the last row written, 0 when none was.
/// </summary>
public readonly record struct AppendAnswer(AppendOutcome Outcome, int LastVersion, long Position, ulong HashTag);

/// <summary>The store cannot take writes now (locked, full, stopping): answer 503 and let the caller come again.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Seconds after which a caller may try again.</summary>
    public const int RetryAfterSeconds = 1;
}

/// <summary>The realm instance was closed for good: answer 410.</summary>
public sealed class InstanceClosedException(string instance) : Exception($"realm instance {instance} is closed");
