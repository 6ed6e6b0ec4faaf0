namespace GridActors.Journal;

/// <summary>Everything about a command but its meaning: who it is for ever, what it follows from, and what goes into the vault with it.</summary>
[GenerateSerializer, Immutable, Alias("envelope")]
public sealed record CommandEnvelope
{
    [Id(0)] public required CommandId Id { get; init; }

    [Id(1)] public BodyHash Body { get; init; }

    /// <summary>The ETag the caller has seen, or null where it does not matter.</summary>
    [Id(2)] public string? IfMatch { get; init; }

    /// <summary><c>stream@version</c> of the cause; empty for a person's act.</summary>
    [Id(3)] public string Cause { get; init; } = "";

    [Id(4)] public TieRank TieRank { get; init; } = TieRank.Act;

    /// <summary>In every realm but live: a deadline's due instant, a follow-up's cause's instant, an arrival's own. Null: the realm's clock.</summary>
    [Id(5)] public DateTimeOffset? At { get; init; }

    [Id(6)] public VaultWrites Vault { get; init; } = VaultWrites.None;

    /// <summary>Follow-ups and deadlines are remembered whatever comes of them; a person's refusal is not.</summary>
    [Id(7)] public bool RememberAlways { get; init; }

    /// <summary>The stream is expected not to exist yet: decide on the empty state without reading first, and let the store tell.</summary>
    [Id(8)] public bool ExpectNew { get; init; }
}
