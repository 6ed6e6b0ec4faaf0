using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Tests.Places;
using static GridActors.Tests.Disputes.CaseStory;
using Cell = GridActors.Cells.Cell;

namespace GridActors.Tests.Cells;

public sealed class PlacingTests
{
    private static readonly Candidate HeadOnDuty = new(Head, Tier.Building, false), OwnWorker = new(Worker, Tier.Cell, false), Neighbour = new(Other, Tier.Cell, false);

    private static Scenario<Cell, CellCommand, CellEvent, CellRefusal> Given(params CellEvent[] history) => new(Cell.Empty, Cell.Evolve, Cell.Decide, [.. history]);

    private static PlaceCase Place(string caseId, bool headMayTakeIt, params Candidate[] onDuty) =>
        new(caseId, ItsBuilding, headMayTakeIt) { At = Noon, HasRoster = true, OnDuty = [.. onDuty] };

    private static CasePlaced Placed(string caseId, Candidate chosen, int onDuty, int load) =>
        new(caseId, ItsBuilding, PlacingOutcome.Chosen, chosen.Responder, chosen.Tier, new(onDuty, load)) { At = Noon };

    [Fact]
    public void A_small_case_goes_to_the_head_of_the_building() => Given().When(Place("A", true, HeadOnDuty, OwnWorker)).Then(Placed("A", HeadOnDuty, 2, 0));

    [Fact]
    public void An_urgent_case_goes_to_a_worker() => Given().When(Place("A", false, HeadOnDuty, OwnWorker)).Then(Placed("A", OwnWorker, 2, 0));

    [Fact]
    public void The_worker_with_the_fewest_open_cases_is_chosen_and_the_cells_own_first_among_equals()
    {
        var story = Given().When(Place("A", false, OwnWorker, Neighbour)).Then(Placed("A", OwnWorker, 2, 0))
            .When(Place("B", false, OwnWorker, Neighbour)).Then(Placed("B", Neighbour, 2, 0))
            .When(Place("C", false, OwnWorker, Neighbour)).Then(Placed("C", OwnWorker, 2, 1));
        story.When(new LeaveCase("B") { At = Noon }).Then(new CaseLeft("B") { At = Noon }).When(Place("D", false, OwnWorker, Neighbour)).Then(Placed("D", Neighbour, 2, 0));
    }

    [Fact]
    public void A_skill_that_the_case_asks_for_weighs_two_open_cases()
    {
        var skilled = Neighbour with { Skilled = true };
        CasePlaced Skilled(string caseId, int load) => Placed(caseId, skilled, 2, load) with { Facts = new(2, load) { Skilled = true } };
        Given().When(Place("A", false, OwnWorker, skilled)).Then(Skilled("A", 0))
            .When(Place("B", false, OwnWorker, skilled)).Then(Skilled("B", 1))
            .When(Place("C", false, OwnWorker, skilled)).Then(Placed("C", OwnWorker, 2, 0));
    }

    [Fact]
    public void Whoever_declined_or_has_an_interest_is_left_out_and_the_facts_say_how_many()
    {
        var (cell, at) = (TestDistrict.Registry.Cells[3].Id, new DateTimeOffset(2031, 5, 6, 4, 0, 0, TimeSpan.Zero));
        var onDuty = TestDistrict.Roster.OnDutyFor(cell, at);
        var place = new PlaceCase("A", cell.Unlocated, HeadMayTakeIt: false) { Category = Category.Labour, Declined = [onDuty[0]] };
        var stamped = place.Stamped(TestDistrict.Roster, cell, at);
        Assert.Equal((onDuty.Count - 1, 1), (stamped.OnDuty.Length, stamped.LeftOut));
        Assert.DoesNotContain(stamped.OnDuty, candidate => candidate.Responder == onDuty[0]);
        Assert.All(stamped.OnDuty, candidate => Assert.Equal(TestDistrict.Roster.HasSkill(candidate.Responder, "labour"), candidate.Skilled));

        var worker = TestDistrict.Roster.WorkersOf(cell)[0];
        var home = TestDistrict.Registry.BuildingsOf(cell) is var range ? Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value)
            .Select(TestDistrict.Registry.BuildingId).Single(building => TestDistrict.Roster.IsRecused(worker, building)) : default;
        var (quarrel, hazard) = (new PlaceCase("B", home, false) { Category = Category.Neighbour }, new PlaceCase("B", home, false) { Category = Category.Hazard });
        var noon = Enumerable.Range(0, 20).Select(day => at.AddDays(day)).First(day => TestDistrict.Roster.OnDuty(worker, day));
        Assert.DoesNotContain(quarrel.Stamped(TestDistrict.Roster, cell, noon).OnDuty, candidate => candidate.Responder == worker);
        Assert.Contains(hazard.Stamped(TestDistrict.Roster, cell, noon).OnDuty, candidate => candidate.Responder == worker);
    }

    [Fact]
    public void With_nobody_on_duty_the_cell_says_so() =>
        Given().When(Place("A", false)).Then(new CasePlaced("A", ItsBuilding, PlacingOutcome.NobodyOnDuty, null, null, new(0, 0)) { At = Noon });

    [Fact]
    public void Without_any_roster_the_case_stays_and_climbs_by_the_clock()
    {
        Given().When(Place("A", false) with { HasRoster = false }).Then(new CasePlaced("A", ItsBuilding, PlacingOutcome.NoRoster, null, null, new(0, 0)) { At = Noon });
        Assert.Empty(CellFollowUp.Of(default, new CasePlaced("A", ItsBuilding, PlacingOutcome.NoRoster, null, null, new(0, 0)) { At = Noon }));
    }

    [Fact]
    public void A_case_that_is_not_here_cannot_leave() => Given().When(new LeaveCase("A") { At = Noon }).ThenNothing();

    [Fact]
    public void The_chosen_one_is_told_to_the_case_and_so_is_nobody()
    {
        var cell = StreamId.Of("live", Partition.Sealed, CellStream.Kind, ItsCell.Code);
        var told = Assert.Single(CellFollowUp.Of(cell, Placed("A", OwnWorker, 2, 0)));
        Assert.Equal((StreamId.Of("live", Partition.Sealed, DisputeStream.Kind, "A"), (object)new AssignDispute(TheRule, Worker, Tier.Cell, new(2, 0))), (told.Target, told.Command));
        var passed = Assert.Single(CellFollowUp.Of(cell, new CasePlaced("A", ItsBuilding, PlacingOutcome.NobodyOnDuty, null, null, new(0, 0)) { At = Noon }));
        Assert.Equal(new PassOnDispute(new(0, 0)), passed.Command);
    }
}
