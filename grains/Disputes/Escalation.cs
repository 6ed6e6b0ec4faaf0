using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>What the stream of escalations tells of.</summary>
public enum EscalationKind
{
    Up,
    Down,

    /// <summary>The district's own clock ran out.</summary>
    Alarm,

    /// <summary>Nobody has acknowledged for another day.</summary>
    Reminder,

    /// <summary>The legal mediation term is over.</summary>
    Term,

    /// <summary>A new red case, or one that was made red.</summary>
    NewRed,

    /// <summary>Somebody in the field calls for help.</summary>
    Help,
}

/// <summary>Something that an ops center must hear of once, in order; the <c>escalation</c> of docs/board-protocol.md.</summary>
public sealed record Escalation(
    string Id, string CaseId, DateTimeOffset At, EscalationKind Kind, Tier? From, Tier? To, AreaId Area, Category Category, Severity Severity, Why Why)
{
    /// <summary>What an event means for the ops center; null when it is no escalation. <paramref name="after"/> is the card with the event folded in.</summary>
    public static Escalation? Of(DisputeCard? before, DisputeCard after, DisputeEvent happened) => happened switch
    {
        DisputeEscalated it => Made(after, it.At, EscalationKind.Up, it.From, it.To, after.Why),
        DisputeLevelLowered it => Made(after, it.At, EscalationKind.Down, it.From, it.To, after.Why),
        DisputeAlarmed it => Made(after, it.At, EscalationKind.Alarm, after.Tier, null, after.Why),
        DisputeTermLapsed it => Made(after, it.At, EscalationKind.Term, after.Tier, null, Why.Of(WhyReason.Term, it.Rule, new() { Tier = after.Tier })),
        DisputeHelpCalled it => Made(after, it.At, EscalationKind.Help, after.Tier, null, after.Why),
        DisputeReported or DisputeSealed or DisputeTriaged when after.Severity == Severity.Red && before?.Severity != Severity.Red =>
            Made(after, happened.At, EscalationKind.NewRed, null, after.Tier, after.Why),
        _ => null,
    };

    private static Escalation Made(DisputeCard card, DateTimeOffset at, EscalationKind kind, Tier? from, Tier? to, Why why) =>
        new($"{card.CaseId}@{card.Version}", card.CaseId, at, kind, from, to, card.Area, card.Category, card.Severity, why);
}
