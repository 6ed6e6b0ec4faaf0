using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>A board as it stands in its checkpoint file: what cannot be counted again from its cards, and its remembered past.</summary>
internal sealed record StoredBoard(
    int Format, string Instance, BoardScope Scope, string Epoch, IReadOnlyList<BoardMark> Marks, DateOnly Day, long EverReported, IReadOnlyList<StoredCard> Cards,
    IReadOnlyList<StoredDay> Days, IReadOnlyList<Escalation> Escalations, IReadOnlyList<StoredVisit> Visits,
    IReadOnlyList<ResponderId> TakenOver, IReadOnlyList<BoardNote> Tail)
{
    /// <summary>Counts changes of the fold; a checkpoint of another number is ignored.</summary>
    public const int CurrentFormat = 3;

    public static readonly JsonSerializerOptions Json = new(EventCodec.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
}

/// <summary>A card with what its wire form leaves out.</summary>
internal sealed record StoredCard(DisputeCard Card, Partition Partition, ulong HashTag, bool TermLapsed, string ReportRow)
{
    public static StoredCard Of(DisputeCard card, Partition partition) => new(card, partition, card.HashTag, card.TermLapsed, card.ReportRow);

    [JsonIgnore]
    public DisputeCard Whole => Card with { HashTag = HashTag, TermLapsed = TermLapsed, ReportRow = ReportRow };
}

/// <summary>One leaf area's counts since the realm's day began.</summary>
internal sealed record StoredDay(AreaId Leaf, int Received, int Settled, int Closed, int Withdrawn, int Refused);

/// <summary>When a building was last walked.</summary>
internal sealed record StoredVisit(AreaId Building, DateTimeOffset At);
