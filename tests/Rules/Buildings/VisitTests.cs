using GridActors.Buildings;
using static GridActors.Tests.Disputes.CaseStory;
using Building = GridActors.Buildings.Building;

namespace GridActors.Tests.Buildings;

public sealed class VisitTests
{
    private static Scenario<Building, BuildingCommand, BuildingEvent, BuildingRefusal> Given(params BuildingEvent[] history) =>
        new(Building.Unvisited, Building.Evolve, Building.Decide, [.. history]);

    [Fact]
    public void A_visit_is_kept_by_role_and_never_by_person() =>
        Given().When(new RecordVisit(ByWorker) { At = Noon }).Then(new BuildingVisited("worker") { At = Noon });

    [Fact]
    public void The_same_visit_told_again_records_nothing() => Given(new BuildingVisited("worker") { At = Noon }).When(new RecordVisit(ByWorker) { At = Noon }).ThenNothing();
}
