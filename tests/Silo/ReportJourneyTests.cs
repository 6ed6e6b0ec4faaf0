using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Tests.Silo;

public sealed class ReportJourneyTests
{
    [Fact]
    public async Task A_report_is_placed_by_its_cell_assigned_and_on_the_responders_list_in_four_rows()
    {
        await using var district = await DistrictHost.Start();
        var building = district.Get<IRealmPlaces>().RegistryOf(district.InstanceOf("demo")).Buildings[7].Id;
        var before = district.Journal.Head(district.InstanceOf("demo"), Partition.Open).Position;

        var answer = await district.Act(district.Case("demo", "CASE000000000001"), "key-1", new ReportDispute(Category.Hazard, null, building, "row"), expectNew: true);

        Assert.Equal(AnswerKind.Done, answer.Kind);
        await district.NamesOf(district.Case("demo", "CASE000000000001"), names => names.Contains("dispute-assigned"));
        var responder = (DisputeAssigned)EventCodec.Decode((await district.Journal.ReadStream(district.Case("demo", "CASE000000000001"), 0))[^1]);
        await district.NamesOf(StreamId.Of(district.InstanceOf("demo"), Partition.Open, "responder", responder.Responder.Value), names => names.Contains("task-given"));
        var rows = (await district.Entries("demo")).Skip((int)before).Select(entry => entry.Name);
        Assert.Equal(["dispute-reported", "case-placed", "dispute-assigned", "task-given"], rows);
    }
}
