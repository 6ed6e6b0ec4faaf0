using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.OpsWeb.Board;

/// <summary>The realm's pace as boards show it.</summary>
public sealed record ClockPace(double Rate, bool Paused);

/// <summary>What every push says about its realm and moment.</summary>
internal sealed record PushMoment(string Realm, string Instance, string Kind, string Epoch, string Registry, DateTimeOffset Now, ClockPace Clock);

/// <summary>The three shapes of a push (docs/board-protocol.md), as JSON members.</summary>
internal static class PushBodies
{
    /// <summary>As payloads are stored, but null is written out: a board must be able to tell "no longer" from "not told".</summary>
    public static readonly JsonSerializerOptions Json = new(EventCodec.Json) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static PushBody Snapshot(
        PushMoment at, string cursor, string area, IReadOnlyList<DisputeCard> cards, int cardsLeftOut, IReadOnlyList<BoardTile> tiles, IReadOnlyList<BoardCounter> counters,
        IReadOnlyList<Escalation> escalations) => new(PushKind.Snapshot,
    [
        Member("realm", at.Realm), Member("instance", at.Instance), Member("kind", at.Kind), Member("epoch", at.Epoch), Member("cursor", cursor), Member("area", area),
        Member("registry", at.Registry), Member("now", at.Now), Member("clock", at.Clock), Member("cards", cards), Member("cardsLeftOut", cardsLeftOut),
        Member("tiles", tiles), Member("counters", counters), Member("escalations", escalations),
    ]);

    public static PushBody Changes(PushMoment at, string cursor, bool tail, bool withClock, BoardChanges changes) => new(PushKind.Changes,
    [
        Member("cursor", cursor), Member("now", at.Now), Member("tail", tail), Member("clock", withClock ? at.Clock : null), Member("cards", changes.Cards),
        Member("gone", changes.Gone), Member("tiles", changes.Tiles), Member("counters", changes.Counters), Member("escalations", changes.Escalations),
        Member("pulses", changes.Pulses), Member("entries", changes.Entries),
    ]);

    /// <summary>All is well; <paramref name="now"/> as <see cref="Now"/> wrote it.</summary>
    public static PushBody Heartbeat(PushMember now, string cursor) => new(PushKind.Heartbeat, [now, Member("cursor", cursor)]);

    public static PushMember Now(DateTimeOffset now) => Member("now", now);

    public static PushMember Member<T>(string name, T value) => new(JsonEncodedText.Encode(name), JsonSerializer.SerializeToUtf8Bytes(value, Json));
}
