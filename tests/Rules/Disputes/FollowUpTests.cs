using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Rules;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Disputes;

/// <summary>What a case's events ask of cells and responders.</summary>
public sealed class FollowUpTests
{
    private static readonly StreamId Case = StreamId.Of("live", Partition.Open, DisputeStream.Kind, "CASE");
    private static readonly StreamId CellsStream = CellStream.Of(Case, ItsCell);
    private static readonly StreamId ItsWorker = ResponderStream.Of(Case, Worker);

    [Fact]
    public void A_reported_case_is_for_its_cell_to_place() => Asks(Reported, new FollowUp("place-case", CellsStream, new PlaceCase("CASE", ItsBuilding, HeadMayTakeIt: true) { Category = Category.Neighbour }));

    [Fact]
    public void The_head_of_the_building_is_not_given_red_or_orange_cases() =>
        Asks(ReportedAs(Severity.Orange), new FollowUp("place-case", CellsStream, new PlaceCase("CASE", ItsBuilding, HeadMayTakeIt: false) { Category = Category.Neighbour }));

    [Fact]
    public void A_case_on_the_triage_list_asks_nothing_of_a_cell() => Asks(ReportedAs(Severity.Blue, AreaId.District.Unlocated, Tier.District));

    [Fact]
    public void An_assignment_gives_the_task() => Asks(Assigned, new FollowUp("give-task", ItsWorker, new GiveTask("CASE")));

    [Fact]
    public void Climbing_withdraws_the_lower_task() => Asks(
        Climbed(Tier.Cell, Noon, new(Worker, ItsCell)),
        new FollowUp("case-left", CellsStream, new LeaveCase("CASE")), new FollowUp("withdraw-task", ItsWorker, new WithdrawTask("CASE")));

    [Fact]
    public void From_the_head_the_case_goes_back_to_the_cell_for_a_worker() => Asks(
        Climbed(Tier.Building, Noon, new(Head, ItsCell)),
        new FollowUp("case-left", CellsStream, new LeaveCase("CASE")), new FollowUp("withdraw-task", ResponderStream.Of(Case, Head), new WithdrawTask("CASE")),
        new FollowUp("place-case", CellsStream, new PlaceCase("CASE", ItsCell, HeadMayTakeIt: false), N: 1));

    [Fact]
    public void A_head_whom_an_operator_chose_loses_the_case_to_the_cell_too()
    {
        var chosen = new DisputeAssigned(Desk, Head, Tier.Building, null, new(Worker, ItsCell)) { At = After(5) };
        var due = Noon + Ladder.AcknowledgeWithin(Severity.Blue);
        var climbed = Climbed(Tier.Building, due, new(Head, null));
        Given(Reported, Assigned, chosen).When(Missed(Dispute.AcknowledgeClock, due)).Then(climbed);
        Asks(
            climbed, new FollowUp("withdraw-task", ResponderStream.Of(Case, Head), new WithdrawTask("CASE")),
            new FollowUp("place-case", CellsStream, new PlaceCase("CASE", ItsCell, HeadMayTakeIt: false), N: 1));
    }

    [Fact]
    public void A_settled_case_leaves_its_cell_and_its_worker() => Asks(
        Settled(), new FollowUp("case-left", CellsStream, new LeaveCase("CASE")), new FollowUp("withdraw-task", ItsWorker, new WithdrawTask("CASE")));

    [Fact]
    public void A_sealed_case_closes_its_open_twin_as_the_operators_own_act()
    {
        var sealing = new DisputeSealed(Desk, "OPENCASE", ItsBuilding, Severity.Red, Tier.District, "ROW", Noon, Ladder.AcknowledgeRule(Severity.Red), CloseReason.NoContact, ByWorker, new(7)) { At = Noon };
        var inSealed = StreamId.Of("live", Partition.Sealed, DisputeStream.Kind, "SEALEDCASE");
        var closing = Assert.Single(DisputeFollowUp.Of(inSealed, sealing));
        Assert.Equal(StreamId.Of("live", Partition.Open, DisputeStream.Kind, "OPENCASE"), closing.Target);
        Assert.Equal(new CloseDispute(ByWorker, CloseReason.NoContact), closing.Command);
        Assert.Equal(new CommandId(7), closing.AsPersons);
    }

    private static void Asks(DisputeEvent happened, params FollowUp[] expected) =>
        Assert.Equal(expected.Select(Shown), DisputeFollowUp.Of(Case, happened).Select(Shown)); // a command with an array in it compares by its text

    private static string Shown(FollowUp followUp) => $"{followUp.Name} {followUp.Target.GrainKey} {followUp.Target.Name} {followUp.N} {followUp.Command}";
}
