using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>
/// What simulated people will do about what happened to a case, as a pure function of the event and the case after it. Each act stands on its own: when
/// something else happens first, the acts that no longer fit are dropped.
/// </summary>
internal sealed class Reactions(RealmKeys keys, Roster roster, BuildingDraw buildings)
{
    /// <summary>Whether the event changes what people are going to do; what does not leaves their plans standing.</summary>
    public static bool MovesOn(DisputeEvent happened) => happened is not (
        DisputeNoted or DisputeAccepted or DisputeTermLapsed or DisputeTwinRefused or DisputeTaskAdvanced or DisputeTaskBriefed or DisputeTaskCompleted or DisputePhotoAdded
        or DisputeHelpCalled or DisputeHelpAnswered);

    public IEnumerable<AgendaItem> To(StreamId stream, int version, Dispute after, DisputeEvent happened)
    {
        var moment = new CaseMoment(keys, stream, version);
        return (after, happened) switch
        {
            (Dispute.Open { File.Area.IsUnlocated: true } open, DisputeReported it) => [.. Triage(moment, it), .. Withdrawal(moment, open, it)],
            (Dispute.Open open, DisputeReported it) => Withdrawal(moment, open, it),
            (Dispute.Waiting waiting, DisputeAssigned it) => OnThePhone(moment, waiting, it.Responder, it.At),
            (Dispute.Waiting waiting, DisputeTaskHandedOver it) => OnThePhone(moment, waiting, it.To, it.At),
            (Dispute.Open, DisputeHelpCalled it) => [HelpAnswered(moment, (Dispute.Open)after, it)],
            (Dispute.Waiting { AlarmingSince: not null } waiting, DisputeAlarmed it) => Rescue(moment, waiting, it),
            (Dispute.InHand hand, DisputeAlarmed it) => [Settlement(moment, hand, it.At + moment.Chance.Minutes(60, 480, "rescue"))],
            (Dispute.Waiting { File.Responder: { } responder } waiting, DisputeReleased it) => Acknowledgement(moment, waiting, ActorOf(responder), responder, it.At),
            (Dispute.Waiting { File.WithCell: false } waiting, _) when MovesOn(happened) => AtDesk(moment, waiting, happened.At),
            (Dispute.InHand hand, DisputeAssigned it) => [Settlement(moment, hand, it.At + moment.Chance.Minutes(60, 480, "hand-over"))],
            (Dispute.InHand hand, DisputeAcknowledged it) => CaseWork.Of(moment, hand, it, hand.By.Responder is { } who && who == hand.File.Responder ? roster.DutyUntil(who, it.At) : null),
            (Dispute.Over, DisputeSettled it) => Reopening(moment, it),
            _ => [],
        };
    }

    internal static AgendaItem Settlement(CaseMoment moment, Dispute.InHand hand, DateTimeOffset at) =>
        moment.Act("settle", at, "terms", moment.Chance.OneOf(AgendaWords.Terms, "terms"), row => hand.By.Responder is { } who && who == hand.File.Responder
            ? new CompleteTask(hand.By, hand.File.TasksGiven, TaskOutcome.Settled, row)
            : new SettleDispute(hand.By, row));

    /// <summary>The desk that a case of this tier is on.</summary>
    private ResponderId? DeskOf(Dispute.CaseFile file) => roster.LeadOf(file.Tier switch
    {
        Tier.District => AreaId.District,
        Tier.Street => file.Area.At(AreaLevel.Street),
        _ => file.Area.At(AreaLevel.Community),
    });

    private Actor ActorOf(ResponderId responder) => new(
        roster.Find(responder)?.Kind switch
        {
            ResponderKind.Head => AgendaRoles.Head,
            ResponderKind.Worker => AgendaRoles.Worker,
            _ => Actor.Operator,
        }, responder);

    private IEnumerable<AgendaItem> AtDesk(CaseMoment moment, Dispute.Waiting waiting, DateTimeOffset at) =>
        DeskOf(waiting.File) is { } desk ? Acknowledgement(moment, waiting, ActorOf(desk), desk, at) : [];

    /// <summary>The phone has the task in seconds; most people look at it, and then acknowledge, decline, or forget.</summary>
    private IEnumerable<AgendaItem> OnThePhone(CaseMoment moment, Dispute.Waiting waiting, ResponderId who, DateTimeOffset since)
    {
        var (chance, number) = (moment.Chance, waiting.File.TasksGiven);
        var delivered = since + TimeSpan.FromSeconds(chance.Between(0.5, 6, "delivered"));
        if (!roster.OnDuty(who, delivered)) yield break;
        yield return moment.Receipt("delivered", delivered, who, caseId => new ConfirmDelivery(caseId, number));
        var acts = Acknowledgement(moment, waiting, ActorOf(who), who, since).ToList();
        if (acts is [var act, ..])
        {
            var seen = delivered + (act.At - delivered) * chance.Between(0.3, 0.95, "seen");
            if (seen > delivered) yield return moment.Receipt("seen", seen, who, caseId => new ConfirmSeen(caseId, number));
            yield return chance.Unit("declines") < 0.02 ? moment.Act("decline", act.At, new DeclineTask(ActorOf(who), number, DeclineReason.Busy, null)) : act;
        }
        else if (chance.Unit("looks") < 0.4)
        {
            yield return moment.Receipt("seen", delivered + chance.Minutes(0.5, 4, "seen-late"), who, caseId => new ConfirmSeen(caseId, number));
        }
    }

    /// <summary>The desk above sees to a call for help within minutes.</summary>
    private AgendaItem HelpAnswered(CaseMoment moment, Dispute.Open open, DisputeHelpCalled called) =>
        moment.Act("answer-help", called.At + moment.Chance.Minutes(0.5, 6, "answers"), new AnswerHelp(new(Actor.Operator, DeskOf(open.File)))) with { AfterVersion = null };

    /// <summary>Within the clock, if the person is on duty and does not miss it; otherwise never, and the case climbs.</summary>
    private IEnumerable<AgendaItem> Acknowledgement(CaseMoment moment, Dispute.Waiting waiting, Actor by, ResponderId who, DateTimeOffset since)
    {
        if (waiting.AcknowledgeDueAt is not { } due) return [];
        var chance = moment.Chance;
        var attentive = (waiting.File.Severity, waiting.File.Tier) switch
        {
            (Severity.Red, _) => 0.72,
            (_, Tier.Building) => 0.80,
            (_, Tier.Cell) => 0.88,
            (_, Tier.Community) => 0.70,
            (_, Tier.Street) => 0.65,
            _ => 0.60,
        };
        if (chance.Unit("attentive") >= attentive) return [];
        var early = chance.Unit("acknowledge-after");
        var at = since + (due - since) * (0.02 + 0.9 * early * early);
        DisputeCommand acknowledge = waiting.File.Responder == who ? new AcknowledgeTask(by, waiting.File.TasksGiven) : new AcknowledgeDispute(by);
        return roster.OnDuty(who, at) ? [moment.Act("acknowledge", at, acknowledge)] : [];
    }

    /// <summary>An address that did not resolve: an operator finds the place, or finds that it is not in the district.</summary>
    private AgendaItem[] Triage(CaseMoment moment, DisputeReported reported)
    {
        var (chance, by) = (moment.Chance, new Actor(Actor.Operator, roster.LeadOf(AreaId.District)));
        var at = reported.At + (reported.AcknowledgeDueAt - reported.At) * chance.Between(0.05, 0.8, "triage-after");
        return chance.Unit("in-district") < 0.85
            ? [moment.Act("triage", at, "reason", chance.OneOf(AgendaWords.TriageReasons, "triage-reason"),
                row => new TriageDispute(by, buildings.At(chance.Unit("found")), null, null, row)) with { AfterVersion = null }]
            : [moment.Act("refuse", at, "reason", AgendaWords.RefuseReasons[0], row => new RefuseDispute(by, RefuseReason.NotOurs, row)) with { AfterVersion = null }];
    }

    /// <summary>Now and then the parties settle it themselves and say so; that holds wherever the case is by then.</summary>
    private static AgendaItem[] Withdrawal(CaseMoment moment, Dispute.Open open, DisputeReported reported)
    {
        var chance = moment.Chance;
        if (open.File.Severity <= Severity.Orange || chance.Unit("withdraws") >= 0.05) return [];
        var at = reported.At + chance.Minutes(40, 1_200, "withdraws-after");
        return [moment.Act("withdraw", at, "reason", chance.OneOf(AgendaWords.WithdrawReasons, "withdraw-reason"), row => new WithdrawDispute(new(Actor.Party), row)) with { AfterVersion = null }];
    }

    /// <summary>The alarm at the district is heard in the end.</summary>
    private AgendaItem[] Rescue(CaseMoment moment, Dispute.Waiting waiting, DisputeAlarmed alarmed)
    {
        var late = waiting.File.Severity switch { Severity.Red => (5, 40), Severity.Orange => (20, 120), _ => (60, 480) };
        return [moment.Act("acknowledge", alarmed.At + moment.Chance.Minutes(late.Item1, late.Item2, "rescue"), new AcknowledgeDispute(new(Actor.Operator, DeskOf(waiting.File))))];
    }

    private static AgendaItem[] Reopening(CaseMoment moment, DisputeSettled settled) => moment.Chance.Unit("reopens") >= 0.03 ? [] :
    [
        moment.Act(
            "reopen", settled.At + moment.Chance.Minutes(60, 600, "reopens-after"), "reason", moment.Chance.OneOf(AgendaWords.ReopenReasons, "reopen-reason"),
            row => new ReopenDispute(settled.By, row)),
    ];
}
