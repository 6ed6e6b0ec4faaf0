using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>What somebody who acknowledged a case does with it: takes it on, writes notes, and brings it to an end, or up, or down, or back.</summary>
internal static class CaseWork
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>The share of the settle clock that may be used before somebody hurries.</summary>
    private const double SettleBeforeDue = 0.93;

    /// <summary>What is left to do for somebody who takes a case on from a colleague.</summary>
    private const double AfterAHandOver = 0.7;

    /// <summary>The share of cases that people bring to an end before their duty is over, when they would not be done in time.</summary>
    private const double DoneBeforeGoingHome = 0.2;

    private enum Fate
    {
        Settles,
        Releases,
        AsksUp,
        HandsDown,
        RaisesSeverity,
        Refuses,
        Closes,
        Forgets,
    }

    /// <param name="dutyEnds">When whoever has the case on the phone goes off duty; null: a desk has it.</param>
    public static IEnumerable<AgendaItem> Of(CaseMoment moment, Dispute.InHand hand, DisputeAcknowledged since, DateTimeOffset? dutyEnds)
    {
        var (chance, file, by) = (moment.Chance, hand.File, hand.By);
        var fate = FateOf(chance, file);
        if (!file.Accepted && fate != Fate.Refuses)
            yield return moment.Act("accept", since.At + chance.Minutes(1, 20, "accept-after"), new AcceptDispute(by));
        if (fate == Fate.Forgets) yield break; // its settle clock runs out, and it climbs

        var end = since.At + EndsAfter(chance, fate, file);
        if (file.TasksGiven > 1) end = since.At + (end - since.At) * AfterAHandOver; // half of it is done already
        if (file.Severity >= Severity.Yellow) end = InTheDay(end, chance);
        if (dutyEnds is { } home && end > home && chance.Unit("before-going-home") < DoneBeforeGoingHome) end = since.At + (home - since.At) * chance.Between(0.6, 0.97, "goes-home");
        var lastMoment = since.At + (since.SettleDueAt - since.At) * SettleBeforeDue;
        if (end > lastMoment) end = lastMoment;
        foreach (var act in InTheStreet(moment, hand, since.At, end)) yield return act;
        for (var n = 0; n < (int)chance.Between(0, 3.4, "notes"); n++)
        {
            var text = chance.OneOf(AgendaWords.Notes, "note-text", n);
            yield return moment.Act($"note-{n}", since.At + (end - since.At) * chance.Between(0.05, 0.95, "note-at", n), "note", text, row => new NoteDispute(by, row));
        }
        yield return fate switch
        {
            Fate.Releases => moment.Act("release", end, "reason", chance.OneOf(AgendaWords.ReleaseReasons, "why"), row => new ReleaseDispute(by, row)),
            Fate.AsksUp => moment.Act("level-up", end, "reason", chance.OneOf(AgendaWords.LevelUpReasons, "why"), row => new LevelUpDispute(by, row)),
            Fate.HandsDown => moment.Act("level-down", end, "reason", chance.OneOf(AgendaWords.LevelDownReasons, "why"), row => new LevelDownDispute(by, row)),
            Fate.RaisesSeverity => moment.Act("raise", end, "reason", chance.OneOf(AgendaWords.UrgencyReasons, "why"),
                row => new TriageDispute(by, null, null, file.Severity - 1, row)),
            Fate.Refuses => moment.Act("refuse", end, "reason", AgendaWords.RefuseReasons[1], row => new RefuseDispute(by, RefuseReason.NoFacts, row)),
            Fate.Closes => moment.Act("close", end, new CloseDispute(by, chance.OneOf<CloseReason>([CloseReason.Transferred, CloseReason.Duplicate, CloseReason.NoContact], "why"))),
            _ => Reactions.Settlement(moment, hand, end),
        };
    }

    /// <summary>Whoever has the task on the phone goes there; now and then they call for help.</summary>
    private static IEnumerable<AgendaItem> InTheStreet(CaseMoment moment, Dispute.InHand hand, DateTimeOffset since, DateTimeOffset end)
    {
        var (chance, by, number) = (moment.Chance, hand.By, hand.File.TasksGiven);
        if (by.Responder is not { } who || who != hand.File.Responder) yield break;
        yield return moment.Act("set-out", since + (end - since) * chance.Between(0.05, 0.25, "sets-out"), new AdvanceTask(by, number, TaskStage.OnTheWay));
        yield return moment.Act("arrive", since + (end - since) * chance.Between(0.3, 0.5, "arrives"), new AdvanceTask(by, number, TaskStage.Arrived));
        if (chance.Unit("calls-for-help") < 0.015)
            yield return moment.Act("call-for-help", since + (end - since) * chance.Between(0.5, 0.8, "calls"), new CallForHelp(by, number, null));
    }

    private static Fate FateOf(Chance chance, Dispute.CaseFile file) => (chance.Unit("fate"), file.Tier) switch
    {
        ( < 0.02, _) => Fate.Releases,
        ( < 0.07, < Tier.District) => Fate.AsksUp,
        ( < 0.10, Tier.Community or Tier.Street) when !file.Area.IsUnlocated && file.Area.Level >= AreaLevel.Cell => Fate.HandsDown,
        ( < 0.12, _) when file.Severity >= Severity.Yellow => Fate.RaisesSeverity,
        ( < 0.14, _) when !file.Accepted => Fate.Refuses,
        ( < 0.16, _) => Fate.Closes,
        ( < 0.18, < Tier.District) => Fate.Forgets,
        _ => Fate.Settles,
    };

    private static TimeSpan EndsAfter(Chance chance, Fate fate, Dispute.CaseFile file)
    {
        var (from, to) = (fate, file.Severity) switch
        {
            (Fate.Releases, _) => (3.0, 40.0),
            (Fate.Refuses or Fate.RaisesSeverity, _) => (10.0, 90.0),
            (Fate.AsksUp or Fate.HandsDown, _) => (20.0, 300.0),
            (_, Severity.Red) => file.Tier < Tier.Community ? (40.0, 210.0) : (60.0, 540.0),
            (_, Severity.Orange) => (120.0, 660.0),
            (_, Severity.Yellow) => (240.0, 1_300.0),
            _ => (300.0, 2_000.0),
        };
        return chance.Minutes(from, to, "ends-after");
    }

    /// <summary>What is not urgent waits for the morning.</summary>
    private static DateTimeOffset InTheDay(DateTimeOffset at, Chance chance)
    {
        var local = at.ToOffset(Shanghai);
        if (local.Hour is >= 7 and < 22) return at;
        var morning = new DateTimeOffset(local.Date, Shanghai) + TimeSpan.FromHours(local.Hour >= 22 ? 31 : 7);
        return (morning + chance.Minutes(0, 240, "morning")).ToUniversalTime();
    }
}
