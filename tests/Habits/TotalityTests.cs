using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Tests.Disputes;

namespace GridActors.Tests.Habits;

/// <summary>Every state answers every command, and whatever happens to a case can be folded.</summary>
public sealed class TotalityTests
{
    private static readonly AreaId[] Areas =
        [new("440306018012-017-0042"), new("440306018012-017"), new("440306018012"), new("440306018"), AreaId.District.Unlocated, AreaId.Airport, new("440306018012-017-unlocated")];

    private static readonly Actor[] Actors = [CaseStory.Desk, CaseStory.ByWorker, CaseStory.Party, CaseStory.TheRule];

    private static readonly Gen<Actor> Who = Gen.OneOfConst(Actors);
    private static readonly Gen<AreaId> Where = Gen.OneOfConst(Areas);
    private static readonly Gen<Category> What = Gen.Enum<Category>();
    private static readonly Gen<Severity> HowUrgent = Gen.Enum<Severity>();
    private static readonly Gen<ResponderId> Whom = Gen.OneOfConst(CaseStory.Worker, CaseStory.Head, CaseStory.Other);
    private static readonly Gen<PlacingFacts> Facts = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (onDuty, load) => new PlacingFacts(onDuty, load));

    private static readonly Gen<int> Number = Gen.Int[1, 3];
    private static readonly Gen<DutyFacts?> Duties = Gen.OneOfConst(null, new DutyFacts(true, true, true, false, true), new DutyFacts(false, false, false, true, false));

    private static readonly Gen<DisputeCommand> Commands = Gen.OneOf(
        Gen.Select(What, HowUrgent.Nullable(), Where, (what, severity, area) => (DisputeCommand)new ReportDispute(what, severity, area, "R")),
        Who.Select(by => (DisputeCommand)new AcceptDispute(by)),
        Gen.Select(Who, Gen.Enum<RefuseReason>(), (by, why) => (DisputeCommand)new RefuseDispute(by, why, null)),
        Gen.Select(Who, Where.Nullable(), What.Nullable(), HowUrgent.Nullable(), (by, area, what, severity) => (DisputeCommand)new TriageDispute(by, area, what, severity, "R")),
        Gen.Select(Who, Whom, Gen.Enum<Tier>().Nullable(), Facts, (by, whom, tier, facts) => (DisputeCommand)new AssignDispute(by, whom, tier, facts)),
        Facts.Select(facts => (DisputeCommand)new PassOnDispute(facts)),
        Who.Select(by => (DisputeCommand)new AcknowledgeDispute(by)),
        Who.Select(by => (DisputeCommand)new ReleaseDispute(by, "R")),
        Who.Select(by => (DisputeCommand)new NoteDispute(by, "R")),
        Who.Select(by => (DisputeCommand)new SettleDispute(by, "R")),
        Who.Select(by => (DisputeCommand)new ReopenDispute(by, "R")),
        Who.Select(by => (DisputeCommand)new WithdrawDispute(by, null)),
        Gen.Select(Who, Gen.Enum<CloseReason>(), (by, why) => (DisputeCommand)new CloseDispute(by, why)),
        Who.Select(by => (DisputeCommand)new LevelUpDispute(by, "R")),
        Who.Select(by => (DisputeCommand)new LevelDownDispute(by, "R")),
        Gen.OneOfConst(Dispute.AcknowledgeClock, Dispute.SettleClock, Dispute.TermClock).Select(kind => (DisputeCommand)new DisputeDeadlinePassed(kind, CaseStory.Noon)),
        Who.Select(by => (DisputeCommand)new SealDispute(by, "OPEN", CaseStory.ItsBuilding, "R", CloseReason.NoContact, by, new(7))),
        Gen.Const((DisputeCommand)new RecordTwinRefusal("CaseOver")),
        Gen.OneOf(
            Gen.Select(Who, Number, Duties, (by, n, duty) => (DisputeCommand)new AcknowledgeTask(by, n) { Duty = duty }),
            Gen.Select(Who, Number, Gen.Enum<TaskStage>(), (by, n, stage) => (DisputeCommand)new AdvanceTask(by, n, stage)),
            Gen.Select(Who, Number, Gen.Enum<DeclineReason>(), (by, n, why) => (DisputeCommand)new DeclineTask(by, n, why, null)),
            Gen.Select(Who, Number, Whom, Duties, (by, n, to, duty) => (DisputeCommand)new HandOverTask(by, n, to, "R") { Duty = duty }),
            Gen.Select(Who, Number, (by, n) => (DisputeCommand)new BriefTask(by, n, "R")),
            Gen.Select(Who, Number, Gen.Enum<TaskOutcome>(), Duties, (by, n, outcome, duty) => (DisputeCommand)new CompleteTask(by, n, outcome, "R") { Duty = duty }),
            Gen.Select(Who, Number, (by, n) => (DisputeCommand)new CallForHelp(by, n, null)),
            Gen.Select(Who, Number, (by, n) => (DisputeCommand)new NoteTask(by, n, "R")),
            Gen.Select(Who, Number, (by, n) => (DisputeCommand)new AddPhoto(by, n, "R")),
            Who.Select(by => (DisputeCommand)new AnswerHelp(by)),
            Gen.Select(Whom, Duties, (whom, duty) => (DisputeCommand)new EndShift(whom) { Duty = duty })));

    [Fact]
    public void Every_command_of_a_case_is_tried()
    {
        var tried = Commands.Array[2_000].Single(_ => true, seed: "0000000000000").Select(command => command.GetType()).ToHashSet();
        Assert.Superset(typeof(DisputeCommand).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DisputeCommand))).ToHashSet(), tried);
    }

    [Fact]
    public void Every_state_of_a_case_answers_every_command()
    {
        Dispute[] states =
        [
            CaseStory.Given().State,
            CaseStory.Given(CaseStory.Reported).State,
            CaseStory.Given(CaseStory.Reported, CaseStory.AtTheHead).State,
            CaseStory.Given(CaseStory.Reported, CaseStory.Assigned, CaseStory.Accepted(), CaseStory.Acknowledged()).State,
            CaseStory.Given(CaseStory.Reported, CaseStory.Assigned, CaseStory.Acknowledged(), CaseStory.Settled()).State,
            CaseStory.Given(CaseStory.Reported, CaseStory.Withdrawn).State,
            CaseStory.Given(CaseStory.Reported, CaseStory.Assigned, CaseStory.Withdrawn).State,
            CaseStory.Given(CaseStory.ReportedAs(Severity.Red, AreaId.District.Unlocated, Tier.District)).State,
        ];
        Commands.Sample(command =>
        {
            foreach (var state in states)
                foreach (var happened in Dispute.Decide(state, command with { At = CaseStory.After(5_000) }, RuleSet.Shipped).Events) _ = Dispute.Evolve(state, happened);
        });
    }

    [Fact]
    public void Whatever_is_asked_of_a_case_its_history_folds_its_clocks_are_true_and_its_state_survives_being_set_aside() => Commands.Array[1, 40].Sample(commands =>
    {
        var (folded, at) = (Folded<Dispute>.Start(new Dispute.Unreported()), CaseStory.Noon);
        foreach (var asked in commands)
        {
            // now and then a deadline of the case really passes
            var command = asked is DisputeDeadlinePassed && folded.Armed is [var due, ..] ? new DisputeDeadlinePassed(due.Kind, due.DueAt) : asked;
            at = command is DisputeDeadlinePassed { DueAt: var dueAt } && dueAt > at ? dueAt : at.AddMinutes(1);
            foreach (var happened in Dispute.Decide(folded.State, command with { At = at }, RuleSet.Shipped).Events)
            {
                Assert.Equal(at, happened.At);
                folded = folded.After(DisputeStream.Aggregate, happened, at, 0);
                Assert.Equal(happened, EventCodec.Decode(EventCodec.Encode(happened).Name, 1, EventCodec.Encode(happened).Payload));
            }
            Assert.True(folded.Armed.Length <= 3 && folded.Armed.Select(deadline => deadline.Kind).Distinct().Count() == folded.Armed.Length);
            Assert.All(folded.Armed, deadline => Assert.InRange(deadline.ArmedBy, 1, folded.Version));
            Assert.True(folded.State is Dispute.Open || folded.Armed.IsEmpty);
            Assert.True(folded.State is not Dispute.Open { AlarmingSince: null } || folded.Armed.Any(deadline => deadline.Kind != Dispute.TermClock)); // an open case always has a clock, or alarms
            Assert.Equal(folded.State, JsonSerializer.Deserialize<Dispute>(JsonSerializer.Serialize(folded.State, EventCodec.Json), EventCodec.Json));
        }
    });

    [Fact]
    public void A_deadline_that_has_fired_is_no_longer_armed() => Commands.Array[1, 30].Sample(commands =>
    {
        var (folded, at) = (Folded<Dispute>.Start(new Dispute.Unreported()), CaseStory.Noon);
        foreach (var command in commands) folded = After(folded, command, at = at.AddMinutes(1));
        foreach (var due in folded.Armed)
        {
            var fired = After(folded, new DisputeDeadlinePassed(due.Kind, due.DueAt), due.DueAt > at ? due.DueAt : at);
            Assert.True(fired.Version > folded.Version);
            Assert.DoesNotContain(due, fired.Armed);
        }
    });

    private static Folded<Dispute> After(Folded<Dispute> folded, DisputeCommand command, DateTimeOffset at) =>
        Dispute.Decide(folded.State, command with { At = at }, RuleSet.Shipped).Events.Aggregate(folded, (before, happened) => before.After(DisputeStream.Aggregate, happened, at, 0));
}
