using System.Collections.Immutable;
using GridActors.Journal;

namespace GridActors.Planning;

/// <summary>Personal text in the clear, on its way into the vault: its row id is the n-th of its command.</summary>
public sealed record PlainText(string Field, string Text);

/// <summary>What an invented reporter told.</summary>
public sealed record ReportWords(string Text, string Name, string Phone, string? Address);

/// <summary>One thing a simulated person does at one instant: everything about it is known beforehand but the encryption of its texts.</summary>
public sealed record AgendaItem
{
    public required DateTimeOffset At { get; init; }

    public required TieRank TieRank { get; init; }

    public required StreamId Target { get; init; }

    public required CommandId Id { get; init; }

    public required object Command { get; init; }

    /// <summary>Only for a report: what goes into its one vault row, of which <see cref="RealmKeys.VaultRowId"/> with n = 0 is the id.</summary>
    public ReportWords? Report { get; init; }

    /// <summary>Only for a report: the key its case id, receipt and look-up rows come from.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Texts for the vault; the n-th has the n-th row id of the command.</summary>
    public ImmutableArray<PlainText> Texts { get; init; } = [];

    /// <summary>The act makes sense only while nothing has moved the case on since this version; null: while the case is open.</summary>
    public int? AfterVersion { get; init; }

    /// <summary>The command's envelope; <paramref name="vault"/> holds the sealed texts (none in a run without a vault).</summary>
    public CommandEnvelope Envelope(VaultWrites? vault = null) => new()
    {
        Id = Id,
        At = At,
        TieRank = TieRank,
        Vault = vault ?? VaultWrites.None,
        ExpectNew = Report is not null,
    };
}

/// <summary>Where something stands on the agenda: by instant, then as contract §6 breaks ties.</summary>
public readonly record struct AgendaPlace(DateTimeOffset At, TieRank TieRank, StreamId Stream, string Kind, string SubjectId, CommandId Id) : IComparable<AgendaPlace>
{
    public int CompareTo(AgendaPlace other)
    {
        var order = At.CompareTo(other.At);
        if (order == 0) order = TieRank.CompareTo(other.TieRank);
        if (order == 0) order = Stream.Partition.CompareTo(other.Stream.Partition);
        if (order == 0) order = string.CompareOrdinal(Stream.Name, other.Stream.Name);
        if (order == 0) order = string.CompareOrdinal(Kind, other.Kind);
        if (order == 0) order = string.CompareOrdinal(SubjectId, other.SubjectId);
        return order == 0 ? Id.Value.CompareTo(other.Id.Value) : order;
    }

    public static bool operator <(AgendaPlace left, AgendaPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(AgendaPlace left, AgendaPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(AgendaPlace left, AgendaPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AgendaPlace left, AgendaPlace right) => left.CompareTo(right) >= 0;

    public static AgendaPlace Of(AgendaItem item) => new(item.At, item.TieRank, item.Target, "", "", item.Id);
}
