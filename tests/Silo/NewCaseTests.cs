using GridActors.Disputes;
using GridActors.Journal;
using Orleans.Runtime;

namespace GridActors.Tests.Silo;

public sealed class NewCaseTests
{
    private const string CaseId = "CASE000000000001";
    private static readonly Actor Operator = new(Actor.Operator);

    [Fact]
    public async Task A_case_is_reported_placed_and_assigned_before_its_grain_wakes_and_the_grain_goes_on_from_there()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("demo", CaseId);
        Assert.Equal(AnswerKind.Done, (await district.Report("demo", CaseId, district.Building("demo", 7))).Kind);
        await district.NamesOf(stream, names => names.Count == 2);
        await district.Quiet("demo");
        Assert.Equal(0, await AwakeCases(district));

        Assert.Equal(AnswerKind.Done, (await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator))).Kind);
        Assert.Equal(1, await AwakeCases(district));
        Assert.Equal(["dispute-reported", "dispute-assigned", "dispute-acknowledged"], await district.NamesSoFar(stream));
        Assert.Equal(["settle"], (await district.DueOf(stream)).Select(due => due.Kind));
    }

    [Fact]
    public async Task A_grain_that_woke_before_its_case_was_reported_sees_the_report()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("demo", CaseId);
        Assert.Equal(AnswerKind.Refused, (await district.Act(stream, "too-early", new AcknowledgeDispute(Operator))).Kind);
        await district.Report("demo", CaseId, district.Building("demo", 7));
        await district.NamesOf(stream, names => names.Count == 2);
        Assert.Equal(AnswerKind.Done, (await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator))).Kind);
    }

    [Fact]
    public async Task A_grain_that_wakes_waits_for_the_visitor_and_takes_along_what_it_left()
    {
        var streams = new NewStreams();
        var stream = StreamId.Of("live", Partition.Open, DisputeStream.Kind, CaseId);
        Assert.Null(await streams.Wake(stream));
        Assert.True(streams.TryBegin(stream));
        Assert.False(streams.TryBegin(stream));
        Assert.Null(streams.TryVisit(stream));

        var waking = streams.Wake(stream).AsTask();
        Assert.False(waking.IsCompleted);
        streams.Leave(stream, "begun");
        Assert.Equal("begun", await waking);
        Assert.Null(streams.TryVisit(stream)); // it is the grain's alone now
    }

    [Fact]
    public async Task A_visitor_in_doubt_leaves_nothing_and_the_journal_tells()
    {
        var streams = new NewStreams();
        var stream = StreamId.Of("live", Partition.Open, DisputeStream.Kind, CaseId);
        Assert.True(streams.TryBegin(stream));
        streams.Leave(stream, "begun");
        Assert.Equal("begun", streams.TryVisit(stream));
        streams.Leave(stream, null);
        Assert.Null(await streams.Wake(stream));
        Assert.True(streams.TryBegin(stream));
    }

    private static async Task<int> AwakeCases(DistrictHost district) =>
        (await district.Get<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Count(grain => grain.GrainId.Type.ToString() == "dispute");
}
